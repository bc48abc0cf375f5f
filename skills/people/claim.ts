import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { roles } from './roles.ts';
import { speak } from './words/speak.ts';

/** `claim CODE`: makes the first admin, by the code that the first start prints. */
export const claim = command({
  name: 'claim',
  summary: 'Become the first admin',
  secret: true,
  hidden: true,
  params: { code: text({ ask: 'What is the code that the first start printed?' }) },
  examples: ['claim 4FKM-T7QX-9ACD'],
  in: { de: { summary: 'Der erste Admin werden', params: { code: { ask: 'Wie lautet der Code, den der erste Start ausgegeben hat?' } } } },
  async run({ code }, context) {
    await context.rights.claim(context, code);
    return reply(speak(context.person.locale).claimed, {
      severity: 'success',
      visibility: 'private',
      actions: [roles.with({}, { locale: context.person.locale })],
    });
  },
});
