import { channelTitle } from '../../shared/channel/title.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { either } from '../../shared/language/languages.ts';
import { type Person, type PersonId, speakerId } from '../../shared/people/person.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `unlink`: the channel it is said on is another person again; where that is their first one, it asks which of the others. */
export const unlink = command({
  name: 'unlink',
  summary: 'Take a linked channel off',
  phrases: ['unlink me', 'unlink my account', 'unlink {which}'],
  params: { which: text({ optional: true, summary: 'The channel, or the identity as `whoami` shows it' }) },
  examples: ['unlink', 'unlink telegram'],
  label: 'Unlink',
  in: {
    de: {
      summary: 'Einen verbundenen Kanal lösen',
      label: 'Verbindung lösen',
      phrases: ['löse die verbindung', 'löse die verbindung mit {which}'],
      params: { which: { summary: 'Der Kanal, oder die Kennung, wie `whoami` sie zeigt' } },
    },
  },
  async run({ which }, { person, links }): Promise<Reply> {
    const say = speak(person.locale);
    const others = (await links.of(person.id)).filter(({ id }) => id !== person.id);
    const here = speakerId(person);
    const chosen = which === undefined ? others.filter(({ id }) => id === here) : others.filter((one) => isMeant(one, which));
    const [only, second] = chosen;
    if (only && !second) {
      await links.leave(person.id, only.id);
      return reply(say.ownAgain(titleOf(only.id)), {
        severity: 'success',
        visibility: 'private',
      });
    }
    if (others.length === 0) throw new Refusal('link_none', say.noneLinked, { hint: say.sayLinkForOne });
    return reply(say.whichOff, {
      visibility: 'private',
      asks: true,
      actions: others.map(({ id }) => unlink.with({ which: id }, { label: titleOf(id) })),
      speech: say.sayWhichOff(
        either(
          others.map(({ id }) => channelTitle(channelOf(id))),
          person.locale,
        ),
      ),
    });
  },
});

const channelOf = (id: PersonId) => id.split('/', 1)[0] ?? '';
const titleOf = (id: PersonId) => `${channelTitle(channelOf(id))} (${id.slice(-40)})`;
const isMeant = ({ id }: Person, which: string) => id === which.trim() || channelOf(id) === which.trim().toLowerCase();
