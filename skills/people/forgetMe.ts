import { command } from '../../shared/command/define.ts';
import { yesNo } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { refuseByVoice } from './byVoice.ts';
import { speak } from './words/speak.ts';

/** `forget_me`, `delete my data`: deletes all that is held on who asks, after a second look, with a receipt. */
export const forgetMe = command({
  name: 'forget_me',
  summary: 'Delete all that I keep of you',
  phrases: ['forget me', 'delete my data', 'delete all my data', 'delete all about me'],
  params: {
    sure: yesNo({ ask: 'Delete your profile, linked channels, rights and reminders, for good? Yes or no.', summary: 'Whether you mean it' }),
  },
  examples: ['forget_me', 'delete my data'],
  label: 'Forget me',
  in: {
    de: {
      summary: 'Alles löschen, was ich von dir habe',
      label: 'Vergiss mich',
      phrases: ['vergiss mich', 'lösch meine daten', 'lösche meine daten', 'lösche alles über mich'],
      examples: ['forget_me', 'lösch meine Daten'],
      params: {
        sure: { ask: 'Dein Profil, verbundene Kanäle, Rechte und Erinnerungen für immer löschen? Ja oder nein.', summary: 'Ob du es so meinst' },
      },
    },
  },
  async run({ sure }, context): Promise<Reply> {
    refuseByVoice(context);
    const say = speak(context.person.locale);
    if (!sure) return reply(say.nothingDeleted, { visibility: 'private' });
    if (context.person.role === 'admin') throw new Refusal('forget_admin', say.adminStays, { hint: say.roleFirst });
    const { identities, reminders, schedules, answers } = await context.holdings.erase(context);
    const at = new Date(context.now()).toISOString();
    return reply([say.forgotten(identities, reminders, schedules, answers), say.recordsByAge, say.receipt(context.command.id, at)].join('\n'), {
      severity: 'success',
      visibility: 'private',
      speech: say.sayForgotten(reminders),
    });
  },
});
