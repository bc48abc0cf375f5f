import { command } from '../../shared/command/define.ts';
import { choice } from '../../shared/command/kinds/index.ts';
import { roles as all, type Role } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';
import { who } from './who.ts';

const may: Readonly<Record<Role, string>> = {
  guest: 'what everybody may',
  member: 'what members may',
  operator: 'what runs things',
  admin: 'everything, and gives rights',
};

/** `role @ada operator`: gives somebody a role. By a name alone it asks first, as names can be taken by anybody. */
export const role = command({
  name: 'role',
  summary: "Set somebody's role",
  access: 'admin',
  params: {
    who: who({ ask: 'Whose role?', summary: 'A mention, a name, or an identity' }),
    role: choice({ of: all, ask: 'Which role: guest, member, operator or admin?' }),
  },
  examples: ['role @ada operator'],
  label: 'Set role',
  async run({ who: asked, role: given }, context): Promise<Reply> {
    const { person, sure } = await context.rights.find(context, asked);
    const name = person.name ?? person.id;
    if (!sure) {
      return reply(marked`Do you mean *${name}* (\`${person.id}\`), who is ${person.role} now?`, {
        visibility: 'private',
        actions: [role.with({ who: person.id, role: given }, { label: `Make them ${given}`, once: true })],
      });
    }
    await context.rights.setRole(context, person.id, given);
    return reply(marked`*${name}* (\`${person.id}\`) is *${given}* now: ${may[given]}. Before: ${person.role}.`, {
      severity: 'success',
      actions: person.role === given ? [] : [role.with({ who: person.id, role: person.role }, { label: `Back to ${person.role}`, once: true })],
    });
  },
});
