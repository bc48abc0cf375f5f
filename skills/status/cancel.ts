import type { CommandId } from '../../shared/command/command.ts';
import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, shorten } from '../../shared/reply/text.ts';
import { ownOpen, shortId, wordsOf } from './own.ts';

/** `cancel`: ends one's own latest open command, or the one whose id begins so. It overtakes what it is to end. */
export const cancel = command({
  name: 'cancel',
  summary: 'Cancel one of your commands',
  phrases: ['cancel that', 'cancel it'],
  params: { which: text({ optional: true, summary: 'The beginning of its id in `running`; the latest when left out' }) },
  examples: ['cancel', 'cancel 3f9a01bc'],
  label: 'Cancel',
  priority: 'alert',
  async run({ which }, context): Promise<Reply> {
    const wanted = which?.trim().toLowerCase();
    const own = await ownOpen(context);
    const latest = wanted === undefined || /^(that|it|the latest|latest|last)$/.test(wanted);
    const found = latest ? own.slice(0, 1) : own.filter(({ command: { id } }) => id.toLowerCase().startsWith(wanted));
    const [only, second] = found;
    if (second) {
      return reply(`${found.length} of your commands begin with “${shorten(which ?? '', 40)}”. Which one?`, {
        visibility: 'private',
        actions: found
          .slice(0, 10)
          .map((record) => cancel.with({ which: record.command.id }, { label: `${shortId(record.command.id)} ${shorten(wordsOf(record), 40)}` })),
      });
    }
    if (!only) return nothing(latest);
    return ended(only.command.id, shorten(wordsOf(only), 100), context);
  },
});

async function ended(id: CommandId, words: string, { ownCommands, person }: Context): Promise<Reply> {
  const was = await ownCommands.cancel(id, person.name ?? person.id);
  if (was === null) return reply(marked`\`${words}\` had already ended.`);
  return reply(was === 'ended' ? marked`Cancelled: \`${words}\`.` : marked`I told \`${words}\` to stop. It is running, and says so when it has.`, {
    severity: 'success',
  });
}

function nothing(latest: boolean): Reply {
  if (latest) return reply('Nothing of yours is open, so there is nothing to cancel.');
  return reply(marked`No open command of yours has an id that begins so. \`running\` lists them.`, { severity: 'warning' });
}
