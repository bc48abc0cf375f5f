import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `roles`: who may more than a member here. */
export const roles = command({
  name: 'roles',
  summary: 'Who may more than a member here',
  reads: true,
  phrases: ['who are the admins', 'who is admin', 'list roles'],
  access: 'admin',
  examples: ['roles'],
  label: 'Roles',
  in: { de: { summary: 'Wer hier mehr als ein Mitglied darf', label: 'Rollen', phrases: ['wer ist admin', 'wer sind die admins'] } },
  async run(_, context) {
    const say = speak(context.person.locale);
    const ranked = await context.rights.list(context);
    if (ranked.length === 0) return reply(say.nobodyMayMore, { visibility: 'private' });
    const rows = ranked.map(({ id, name, role, groups }) => [name ?? '', role, (groups ?? []).join(', '), id]);
    return reply(
      [say.mayMore, ...rows.map(([name, role, groups, id]) => `${name || id} – ${role}${groups ? say.inGroups(groups) : ''} (${id})`)].join('\n'),
      {
        visibility: 'private',
        speech: say.sayMayMore(
          ranked.length,
          ranked
            .slice(0, 5)
            .map(({ name, role }) => `${name ?? say.someone}, ${role}`)
            .join('; '),
        ),
      },
    );
  },
});
