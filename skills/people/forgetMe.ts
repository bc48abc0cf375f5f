import { command } from '../../shared/command/define.ts';
import { yesNo } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { refuseByVoice } from './byVoice.ts';

/** `forget_me`, `delete my data`: deletes all that is held on who asks, after a second look, with a receipt. */
export const forgetMe = command({
  name: 'forget_me',
  summary: 'Delete all that I keep of you',
  phrases: ['delete my data', 'delete all my data', 'delete all about me'],
  params: {
    sure: yesNo({ ask: 'Delete your profile, linked channels, rights and reminders, for good? Yes or no.', summary: 'Whether you mean it' }),
  },
  examples: ['forget_me', 'delete my data'],
  label: 'Forget me',
  async run({ sure }, context): Promise<Reply> {
    refuseByVoice(context);
    if (!sure) return reply('Nothing was deleted.', { visibility: 'private' });
    if (context.person.role === 'admin')
      throw new Refusal('forget_admin', 'You are an admin, and with you the rights of others might have nobody to give them.', {
        hint: 'Let another admin take your role first: `role`.',
      });
    const { identities, reminders, answers } = await context.holdings.erase(context);
    const at = new Date(context.now()).toISOString();
    return reply(
      [
        `I have forgotten you. Deleted: ${identities} ${identities === 1 ? 'profile' : 'profiles with their links'}, ${reminders} reminders, ${answers} kept answers.`,
        'The records of commands, with what you said, pressed and approved, are deleted by their age; an open question within a day.',
        `Receipt: ${context.command.id}, ${at}.`,
      ].join('\n'),
      { severity: 'success', visibility: 'private', speech: `I have forgotten you, and ${reminders} reminders.` },
    );
  },
});
