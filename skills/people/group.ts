import { command } from '../../shared/command/define.ts';
import { choice } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';
import { who } from './who.ts';

const nameForm = /^[a-z][a-z0-9_-]{0,31}$/;

/** `group add ops @ada`: puts somebody into a group that commands may ask for; `group remove ops @ada`. A group is there as long as somebody is in it. */
export const group = command({
  name: 'group',
  summary: 'Put somebody into a group, or out of it',
  access: 'admin',
  params: {
    change: choice({ of: ['add', 'remove'], ask: 'Add somebody, or remove them?' }),
    group: who({ ask: 'Which group?', summary: 'Its name: ops' }),
    who: who({ ask: 'Whom?', summary: 'A mention, a name, or an identity' }),
  },
  examples: ['group add ops @ada', 'group remove ops @ada'],
  label: 'Groups',
  async run({ change, group: given, who: asked }, context): Promise<Reply> {
    const name = given.toLowerCase();
    if (!nameForm.test(name))
      throw new Refusal('group_name', `A group can't be called ${given.slice(0, 40)}.`, {
        hint: 'Use up to 32 of a–z, 0–9, - and _, starting with a letter.',
      });
    const { person, sure } = await context.rights.find(context, asked);
    const whom = person.name ?? person.id;
    const isIn = change === 'add';
    if (!sure) {
      return reply(marked`Do you mean *${whom}* (\`${person.id}\`)?`, {
        visibility: 'private',
        actions: [
          group.with({ change, group: name, who: person.id }, { label: isIn ? `Put them into ${name}` : `Take them out of ${name}`, once: true }),
        ],
      });
    }
    await context.rights.setGroup(context, person.id, name, isIn);
    return reply(marked`*${whom}* (\`${person.id}\`) is ${isIn ? 'in' : 'no longer in'} the group *${name}*.`, {
      severity: 'success',
      actions: [group.with({ change: isIn ? 'remove' : 'add', group: name, who: person.id }, { label: 'Take that back', once: true })],
    });
  },
});
