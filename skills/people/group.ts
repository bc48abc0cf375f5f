import { command } from '../../shared/command/define.ts';
import { choice, person, text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

const nameForm = /^[a-z][a-z0-9_-]{0,31}$/;

/** `group add ops @ada`: puts somebody into a group that commands may ask for; `group remove ops @ada`. A group is there as long as somebody is in it. */
export const group = command({
  name: 'group',
  summary: 'Put somebody into a group, or out of it',
  access: 'admin',
  params: {
    change: choice({ of: ['add', 'remove'], ask: 'Add somebody, or remove them?' }),
    group: text({ ask: 'Which group?', summary: 'Its name: ops' }),
    who: person({ ask: 'Whom?', summary: 'A mention, a name, or an identity' }),
  },
  examples: ['group add ops @ada', 'group remove ops @ada'],
  label: 'Groups',
  in: {
    de: {
      summary: 'Jemanden in eine Gruppe aufnehmen, oder herausnehmen',
      label: 'Gruppen',
      params: {
        change: { ask: 'Aufnehmen (add), oder herausnehmen (remove)?' },
        group: { ask: 'Welche Gruppe?', summary: 'Ihr Name: ops' },
        who: { ask: 'Wen?', summary: 'Eine Erwähnung, ein Name oder eine Kennung' },
      },
    },
  },
  async run({ change, group: given, who: asked }, context): Promise<Reply> {
    const say = speak(context.person.locale);
    const name = given.toLowerCase();
    if (!nameForm.test(name)) throw new Refusal('group_name', say.noGroupName(given.slice(0, 40)), { hint: say.groupNames });
    const { person, sure } = await context.rights.find(context, asked);
    const whom = person.name ?? person.id;
    const isIn = change === 'add';
    if (!sure) {
      return reply(say.doYouMean(whom, person.id), {
        visibility: 'private',
        actions: [
          group.with(
            { change, group: name, who: { by: 'identity', id: person.id } },
            { label: isIn ? say.putInto(name) : say.takeOutOf(name), once: true },
          ),
        ],
      });
    }
    await context.rights.setGroup(context, person.id, name, isIn);
    return reply((isIn ? say.isInGroup : say.isOutOfGroup)(whom, person.id, name), {
      severity: 'success',
      actions: [
        group.with({ change: isIn ? 'remove' : 'add', group: name, who: { by: 'identity', id: person.id } }, { label: say.takeThatBack, once: true }),
      ],
    });
  },
});
