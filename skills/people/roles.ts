import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';

/** `roles`: who may more than a member here. */
export const roles = command({
  name: 'roles',
  summary: 'Who may more than a member here',
  phrases: ['who are the admins', 'who is admin', 'list roles'],
  access: 'admin',
  examples: ['roles'],
  label: 'Roles',
  async run(_, context) {
    const ranked = await context.rights.list(context);
    if (ranked.length === 0) return reply('Nobody here may more than a member.', { visibility: 'private' });
    const rows = ranked.map(({ id, name, role, groups }) => [name ?? '', role, (groups ?? []).join(', '), id]);
    return reply(
      [
        'Who may more than a member here:',
        ...rows.map(([name, role, groups, id]) => `${name || id} – ${role}${groups ? `, in ${groups}` : ''} (${id})`),
      ].join('\n'),
      {
        visibility: 'private',
        speech: `${ranked.length === 1 ? 'One person has' : `${ranked.length} people have`} more rights than a member: ${ranked
          .slice(0, 5)
          .map(({ name, role }) => `${name ?? 'someone'}, ${role}`)
          .join('; ')}.`,
      },
    );
  },
});
