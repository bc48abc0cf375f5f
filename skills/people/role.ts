import { command } from '../../shared/command/define.ts';
import { choice, person } from '../../shared/command/kinds/index.ts';
import { roles as all } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `role @ada operator`: gives somebody a role. By a name alone it asks first, as names can be taken by anybody. */
export const role = command({
  name: 'role',
  summary: "Set somebody's role",
  access: 'admin',
  params: {
    who: person({ ask: 'Whose role?', summary: 'A mention, a name, or an identity' }),
    role: choice({ of: all, ask: 'Which role: guest, member, operator or admin?' }),
  },
  examples: ['role @ada operator'],
  label: 'Set role',
  in: {
    de: {
      summary: 'Jemandem eine Rolle geben',
      label: 'Rolle geben',
      params: {
        who: { ask: 'Wessen Rolle?', summary: 'Eine Erwähnung, ein Name oder eine Kennung' },
        role: { ask: 'Welche Rolle: guest, member, operator oder admin?' },
      },
    },
  },
  async run({ who: asked, role: given }, context): Promise<Reply> {
    const say = speak(context.person.locale);
    const { person, sure } = await context.rights.find(context, asked);
    const name = person.name ?? person.id;
    if (!sure) {
      return reply(say.doYouMeanWho(name, person.id, person.role), {
        visibility: 'private',
        actions: [role.with({ who: { by: 'identity', id: person.id }, role: given }, { label: say.makeThem(given), once: true })],
      });
    }
    await context.rights.setRole(context, person.id, given);
    return reply(say.isNow(name, person.id, given, say.may[given], person.role), {
      severity: 'success',
      actions:
        person.role === given
          ? []
          : [role.with({ who: { by: 'identity', id: person.id }, role: person.role }, { label: say.backTo(person.role), once: true })],
    });
  },
});
