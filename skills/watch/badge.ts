import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { theOne } from './which.ts';
import { speak } from './words/speak.ts';

/** `badge example.com`: where its uptime stands as a picture, for a page of one's own. */
export const badge = command({
  name: 'badge',
  summary: 'The uptime of something as a picture',
  reads: true,
  phrases: ['badge {which}'],
  params: {
    which: text({
      ask: 'Of which one? Tell me its number in `checks`, or words of its name.',
      summary: 'Its number in `checks`, or words of its name',
    }),
  },
  examples: ['badge example.com'],
  label: 'Badge',
  access: 'member',
  in: {
    de: {
      summary: 'Die Verfügbarkeit von etwas als Bild',
      label: 'Badge',
      phrases: ['badge von {which}'],
      params: {
        which: {
          ask: 'Wovon? Sag mir seine Nummer in `checks` oder Worte seines Namens.',
          summary: 'Seine Nummer in `checks` oder Worte seines Namens',
        },
      },
    },
  },
  run: ({ which }, context) =>
    theOne(which, context, async ({ check }) => {
      const say = speak(context.person.locale);
      return reply(say.badge(check.name, context.checks.badge(check)), { speech: say.sayBadge(check.name) });
    }),
});
