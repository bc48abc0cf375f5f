import { command } from '../../shared/command/define.ts';
import type { CommandRecord } from '../../shared/inbox/inbox.ts';
import { reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { cancel } from './cancel.ts';
import { ownOpen, shortId, wordsOf } from './own.ts';
import { speak } from './words/speak.ts';

/** Commands shown at once, each with its button. */
const shownMax = 10;

/** `running`: one's own commands that have not ended, with their last progress, each with a button to cancel it. */
export const running = command({
  name: 'running',
  summary: 'Your commands that are still open',
  reads: true,
  phrases: ['what is running', "what's running", 'show running'],
  examples: ['running'],
  in: { de: { summary: 'Deine Befehle, die noch offen sind', phrases: ['was läuft', 'was läuft gerade', 'zeig was läuft'] } },
  async run(_, context) {
    const { locale } = context.person;
    const say = speak(locale);
    const own = await ownOpen(context);
    if (own.length === 0) return reply(say.nothingOpen, { visibility: 'private' });
    const shown = own.slice(0, shownMax);
    const said = await Promise.all(shown.map(({ command, state }) => (state === 'running' ? context.ownCommands.progress(command) : undefined)));
    const lines = shown.map((record, n) => {
      const { id, acceptedAt } = record.command;
      const line = say.line(shortId(id), shorten(wordsOf(record), 100), stateOf(record, locale), sayLength(context.now() - acceptedAt, locale));
      return said[n] ? `${line}: ${said[n]}` : line;
    });
    const more = own.length - shown.length;
    return reply([say.open(own.length), ...lines, ...(more > 0 ? [say.more(more)] : [])].join('\n'), {
      visibility: 'private',
      actions: shown.map((record) => cancel.with({ which: record.command.id }, { label: say.cancel(shorten(wordsOf(record), 40)) })),
      speech: say.sayOpen(own.length, shorten(shown.map(wordsOf)[0] ?? '', 100)),
    });
  },
});

function stateOf({ state, waiting }: CommandRecord, locale: string): string {
  const say = speak(locale);
  if (state === 'running') return say.running;
  return waiting ? say.waitingFor[waiting.for] : say.waitingItsTurn;
}
