import { channelTitle } from '../../shared/channel/title.ts';
import { command } from '../../shared/command/define.ts';
import { choice } from '../../shared/command/kinds/index.ts';
import { atLeast } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { again } from './again.ts';
import type { Logged } from './log.ts';
import { speak } from './words/speak.ts';

/** Buttons at once. */
const buttonsMax = 3;

/** `history`: what was done in this conversation, by whom, when, and what came of it; of others their commands' names alone. `history mine`: one's own, wherever it was. */
export const history = command({
  name: 'history',
  summary: 'What was done here',
  reads: true,
  phrases: ['show history', 'what did I do', 'what was done here'],
  params: { whose: choice({ of: ['here', 'mine'], default: 'here', summary: 'Of this conversation, or yours everywhere' }) },
  examples: ['history', 'history mine'],
  label: 'History',
  in: {
    de: {
      summary: 'Was hier getan wurde',
      label: 'Verlauf',
      phrases: ['verlauf', 'zeig den verlauf', 'was wurde hier getan', 'was habe ich getan'],
      params: { whose: { summary: 'In diesem Gespräch, oder deine überall' } },
    },
  },
  async run({ whose }, context): Promise<Reply> {
    const { commandLog, person, command, now } = context;
    const { locale, timeZone } = person;
    const say = speak(locale);
    const isMember = atLeast(person.role, 'member');
    const found = whose === 'mine' ? await commandLog.own(context) : await commandLog.here(context, ({ isOwn }) => isOwn || isMember);
    if (found.length === 0) return reply(say.nothing, { visibility: 'private' });
    const own = found.filter(({ isOwn }) => isOwn);
    await commandLog.number(
      context,
      own.map(({ id }) => id),
    );
    const lines = found.map((one) => {
      const number = one.isOwn ? `${own.indexOf(one) + 1}. ` : '– ';
      const where = whose === 'mine' && one.place.channel !== command.place.channel ? say.on(channelTitle(one.place.channel)) : '';
      const who = one.isOwn ? `${say.you}${where}: ${shorten(one.words, 100)}` : `${one.who ?? say.somebody}: ${one.name}`;
      return `${number}${sayWhen(one.at, timeZone, now(), locale)}, ${who} – ${outcomeOf(one, locale)}`;
    });
    const [last] = own;
    return reply([...lines, ...(last ? [say.howAgain] : [])].join('\n'), {
      visibility: 'private',
      actions: own.slice(0, buttonsMax).map(({ id, words }) => again.with({ which: id }, { label: say.again(shorten(words, 40)), only: person.id })),
      speech: `${say.spoken(found.length)} ${last ? say.yourLast(shorten(last.words, 100), outcomeOf(last, locale).replace(/\.$/, '')) : ''}`.trim(),
    });
  },
});

function outcomeOf({ state, reason = '', isOwn }: Logged, locale: string): string {
  const say = speak(locale);
  switch (state) {
    case 'failed':
      return isOwn ? say.failedBy(shorten(reason.replace(/^\w+: /, ''), 100)) : say.failed;
    case 'interrupted':
      return say.interrupted;
    case 'cancelled':
      return say.notDone;
    case 'dead':
      return say.givenUp;
    default:
      return say.done;
  }
}
