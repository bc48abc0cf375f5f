import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { spelled } from '../../shared/people/code.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';
import { unlink } from './unlink.ts';

const speaks = /^(voice|spoken|speak|alexa|digits)$/i;

/** `link`: a code that makes another channel know one as the same person; `link CODE` there. */
export const link = command({
  name: 'link',
  summary: 'Be the same person on another channel',
  secret: true,
  phrases: ['link me', 'link my account', 'link code {code}', 'my code is {code}', 'link with {code}'],
  params: { code: text({ optional: true, summary: 'The code that another channel gave you; `voice` for one of digits, to be spoken' }) },
  examples: ['link', 'link voice', 'link K7MPQ4'],
  label: 'Link a channel',
  async run({ code }, context): Promise<Reply> {
    const { links, command: asked, voices } = context;
    if (code !== undefined && !speaks.test(code.trim())) {
      const person = await links.join(context, code);
      return reply(
        `You are the same person here now as ${person.name ?? person.id} there. What you may do here is the lower of both until an admin says otherwise.`,
        {
          severity: 'success',
          visibility: 'private',
          actions: [{ label: 'Who am I?', command: 'whoami', args: {} }, unlink.with()],
          speech: `All right, I know you now${person.name ? `, ${person.name}` : ''}.`,
        },
      );
    }
    const spoken = code !== undefined || voices(asked.place.channel);
    const made = await links.code(context, spoken);
    return reply([...marked`On the other channel say \`link ${made}\` within ten minutes. The code works once, for who has it: show it to nobody.`], {
      visibility: 'private',
      speech: `On the other channel say: link, and then: ${spelled(made)}. I say it again: ${spelled(made)}. It works for ten minutes.`,
      ...(spoken ? {} : { actions: [link.with({ code: 'voice' }, { label: 'A code to speak' })] }),
    });
  },
});

/** What happened to a code, told to who made it. */
export const linkNews = command({
  name: 'link_news',
  summary: 'What happened to a link',
  hidden: true,
  params: { what: text(), where: text() },
  run: ({ what, where }) =>
    what === 'joined'
      ? reply(`You are linked on ${where} now. Wasn't that you? Then take it off at once.`, {
          visibility: 'private',
          severity: 'success',
          actions: [unlink.with()],
        })
      : reply(`Somebody on ${where} tried wrong codes that begin like yours, so it is locked. Say link for a new one.`, {
          visibility: 'private',
          severity: 'warning',
          actions: [link.with({}, { label: 'A new code' })],
        }),
});
