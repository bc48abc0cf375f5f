import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { spelled } from '../../shared/people/code.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { unlink } from './unlink.ts';
import { speak } from './words/speak.ts';

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
  in: {
    de: {
      summary: 'Auf einem anderen Kanal dieselbe Person sein',
      label: 'Einen Kanal verbinden',
      phrases: ['verbinde mich', 'verbinde mein konto', 'verbinden', 'mein code ist {code}', 'verbinde mit {code}'],
      params: { code: { summary: 'Der Code, den dir ein anderer Kanal gab; `voice` für einen aus Ziffern, zum Sprechen' } },
    },
  },
  async run({ code }, context): Promise<Reply> {
    const { links, command: asked, voices } = context;
    const { locale } = context.person;
    const say = speak(locale);
    if (code !== undefined && !speaks.test(code.trim())) {
      const person = await links.join(context, code);
      return reply(say.samePerson(person.name ?? person.id), {
        severity: 'success',
        visibility: 'private',
        actions: [{ label: say.whoAmI, command: 'whoami', args: {} }, unlink.with({}, { locale })],
        speech: say.saySamePerson(person.name),
      });
    }
    const spoken = code !== undefined || voices(asked.place.channel);
    const made = await links.code(context, spoken);
    return reply(say.sayLink(made), {
      visibility: 'private',
      speech: say.spokenLink(spelled(made)),
      ...(spoken ? {} : { actions: [link.with({ code: 'voice' }, { label: say.codeToSpeak })] }),
    });
  },
});

/** What happened to a code, told to who made it. */
export const linkNews = command({
  name: 'link_news',
  summary: 'What happened to a link',
  hidden: true,
  params: { what: text(), where: text() },
  run({ what, where }, { person: { locale } }) {
    const say = speak(locale);
    return what === 'joined'
      ? reply(say.linkedNow(where), {
          visibility: 'private',
          severity: 'success',
          actions: [unlink.with({}, { locale })],
        })
      : reply(say.guessedAt(where), {
          visibility: 'private',
          severity: 'warning',
          actions: [link.with({}, { label: say.newCode })],
        });
  },
});
