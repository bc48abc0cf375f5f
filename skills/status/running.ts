import { command } from '../../shared/command/define.ts';
import type { CommandRecord } from '../../shared/inbox/inbox.ts';
import { reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { cancel } from './cancel.ts';
import { ownOpen, shortId, wordsOf } from './own.ts';
import { counted, sayLength } from './sayLength.ts';

/** Commands shown at once, each with its button. */
const shownMax = 10;

/** `running`: one's own commands that have not ended, with their last progress, each with a button to cancel it. */
export const running = command({
  name: 'running',
  summary: 'Your commands that are still open',
  phrases: ['what is running', "what's running", 'show running'],
  examples: ['running'],
  async run(_, context) {
    const own = await ownOpen(context);
    if (own.length === 0) return reply('Nothing of yours is open.', { visibility: 'private' });
    const shown = own.slice(0, shownMax);
    const said = await Promise.all(shown.map(({ command, state }) => (state === 'running' ? context.ownCommands.progress(command) : undefined)));
    const lines = shown.map(
      (record, n) =>
        `${shortId(record.command.id)}  ${shorten(wordsOf(record), 100)} – ${stateOf(record)}, ${sayLength(context.now() - record.command.acceptedAt)} old${said[n] ? `: ${said[n]}` : ''}`,
    );
    const more = own.length - shown.length;
    return reply(
      [
        `${counted(own.length, 'command')} of yours ${own.length === 1 ? 'is' : 'are'} open:`,
        ...lines,
        ...(more > 0 ? [`… and ${more} more.`] : []),
      ].join('\n'),
      {
        visibility: 'private',
        actions: shown.map((record) => cancel.with({ which: record.command.id }, { label: `Cancel ${shorten(wordsOf(record), 40)}` })),
        speech: `${counted(own.length, 'command')} of yours ${own.length === 1 ? 'is' : 'are'} open. The latest: ${shorten(shown.map(wordsOf)[0] ?? '', 100)}.`,
      },
    );
  },
});

const waitingFor = {
  input: 'your answer',
  confirmation: 'your yes',
  approval: 'an approval',
  callback: 'another program',
  time: 'its turn',
} as const;

function stateOf({ state, waiting }: CommandRecord): string {
  if (state === 'running') return 'running';
  return waiting ? `waiting for ${waitingFor[waiting.for]}` : 'waiting its turn';
}
