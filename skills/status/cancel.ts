import type { CommandId } from '../../shared/command/command.ts';
import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { ownOpen, shortId, wordsOf } from './own.ts';
import { speak } from './words/speak.ts';

/** `cancel`: ends one's own latest open command, or the one whose id begins so. It overtakes what it is to end. */
export const cancel = command({
  name: 'cancel',
  summary: 'Cancel one of your commands',
  phrases: ['cancel that', 'cancel it'],
  params: { which: text({ optional: true, summary: 'The beginning of its id in `running`; the latest when left out' }) },
  examples: ['cancel', 'cancel 3f9a01bc'],
  label: 'Cancel',
  in: {
    de: {
      summary: 'Bricht einen deiner Befehle ab',
      label: 'Abbrechen',
      phrases: ['brich das ab', 'brich ab', 'abbrechen'],
      params: { which: { summary: 'Der Anfang der Kennung in `running`; fehlt er, der neueste' } },
    },
  },
  priority: 'alert',
  async run({ which }, context): Promise<Reply> {
    const wanted = which?.trim().toLowerCase();
    const own = await ownOpen(context);
    const latest = wanted === undefined || /^(that|it|the latest|latest|last|das|es|das letzte)$/.test(wanted);
    const found = latest ? own.slice(0, 1) : own.filter(({ command: { id } }) => id.toLowerCase().startsWith(wanted));
    const [only, second] = found;
    if (second) {
      return reply(speak(context.person.locale).whichToCancel(found.length, shorten(which ?? '', 40)), {
        visibility: 'private',
        actions: found
          .slice(0, 10)
          .map((record) => cancel.with({ which: record.command.id }, { label: `${shortId(record.command.id)} ${shorten(wordsOf(record), 40)}` })),
      });
    }
    if (!only) return nothing(latest, context.person.locale);
    return ended(only.command.id, shorten(wordsOf(only), 100), context);
  },
});

async function ended(id: CommandId, words: string, { ownCommands, person }: Context): Promise<Reply> {
  const was = await ownCommands.cancel(id, person.name ?? person.id);
  const say = speak(person.locale);
  if (was === null) return reply(say.endedAlready(words));
  return reply((was === 'ended' ? say.cancelled : say.toldToStop)(words), { severity: 'success' });
}

function nothing(latest: boolean, locale: string): Reply {
  const say = speak(locale);
  return latest ? reply(say.nothingToCancel) : reply(say.noSuchId, { severity: 'warning' });
}
