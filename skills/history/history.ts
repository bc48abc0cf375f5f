import { channelTitle } from '../../shared/channel/title.ts';
import { command } from '../../shared/command/define.ts';
import { choice } from '../../shared/command/kinds/index.ts';
import { atLeast } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { again } from './again.ts';
import type { Logged } from './log.ts';

/** Buttons at once. */
const buttonsMax = 3;

/** `history`: what was done in this conversation, by whom, when, and what came of it; of others their commands' names alone. `history mine`: one's own, wherever it was. */
export const history = command({
  name: 'history',
  summary: 'What was done here',
  phrases: ['show history', 'what did I do', 'what was done here'],
  params: { whose: choice({ of: ['here', 'mine'], default: 'here', summary: 'Of this conversation, or yours everywhere' }) },
  examples: ['history', 'history mine'],
  label: 'History',
  async run({ whose }, context): Promise<Reply> {
    const { commandLog, person, command, now } = context;
    const isMember = atLeast(person.role, 'member');
    const found = whose === 'mine' ? await commandLog.own(context) : await commandLog.here(context, ({ isOwn }) => isOwn || isMember);
    if (found.length === 0) return reply('There is nothing to tell of yet.', { visibility: 'private' });
    const own = found.filter(({ isOwn }) => isOwn);
    await commandLog.number(
      context,
      own.map(({ id }) => id),
    );
    const lines = found.map((one) => {
      const number = one.isOwn ? `${own.indexOf(one) + 1}. ` : '– ';
      const where = whose === 'mine' && one.place.channel !== command.place.channel ? ` on ${channelTitle(one.place.channel)}` : '';
      const who = one.isOwn ? `you${where}: ${shorten(one.words, 100)}` : `${one.who}: ${one.name}`;
      return `${number}${sayWhen(one.at, person.timeZone, now())}, ${who} – ${outcomeOf(one)}`;
    });
    const [last] = own;
    return reply([...lines, ...(last ? ['“again” does the first of yours once more, “again 2” the second.'] : [])].join('\n'), {
      visibility: 'private',
      actions: own.slice(0, buttonsMax).map(({ id, words }) => again.with({ which: id }, { label: `Again: ${shorten(words, 40)}`, only: person.id })),
      speech:
        `${found.length} ${found.length === 1 ? 'command' : 'commands'} here. ${last ? `Your last: ${shorten(last.words, 100)}, ${outcomeOf(last)}.` : ''}`.trim(),
    });
  },
});

function outcomeOf({ state, reason = '', isOwn }: Logged): string {
  switch (state) {
    case 'failed':
      return isOwn ? `failed: ${shorten(reason.replace(/^\w+: /, ''), 100)}` : 'failed';
    case 'interrupted':
      return 'was interrupted';
    case 'cancelled':
      return 'was not done';
    case 'dead':
      return 'was given up';
    default:
      return state;
  }
}
