import { command } from '../../shared/command/define.ts';
import { both } from '../../shared/language/languages.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { speak } from './words/speak.ts';

/** Shown at once. */
const shownMax = 50;

/** `checks`: what is watched here, what is down first. */
export const checks = command({
  name: 'checks',
  summary: 'What is watched, and how it is',
  phrases: ['what is watched', 'what do you watch', 'show checks', 'list checks', 'my checks'],
  examples: ['checks'],
  label: 'What is watched',
  access: 'member',
  in: {
    de: {
      summary: 'Was beobachtet wird, und wie es steht',
      label: 'Was beobachtet wird',
      phrases: ['was wird beobachtet', 'was beobachtest du', 'zeig die checks'],
    },
  },
  async run(_, context): Promise<Reply> {
    const { locale } = context.person;
    const say = speak(locale);
    const now = context.now();
    const all = await context.checks.list(context.command.place, context.person.id);
    if (all.length === 0) return reply(say.none, { visibility: 'private', speech: say.sayNone });
    const down = all.filter(({ state }) => state.status === 'down');
    const { what, state: title, since, every } = say.columns;
    const spoken =
      down.length > 0
        ? say.downNow(
            both(
              down.slice(0, 3).map(({ check }) => check.name),
              locale,
            ),
          )
        : say.allUp;
    return reply(say.all(all.length), {
      severity: down.length > 0 ? 'error' : 'success',
      table: {
        columns: [{ title: '#', align: 'right' }, { title: what }, { title }, { title: since }, { title: every }],
        // Numbered as `which` counts them: by name.
        rows: all
          .slice(0, shownMax)
          .map(({ check, state }, i) => [
            String(i + 1),
            shorten(check.name, 80),
            [state.flapping ? say.state.flapping : say.state[state.status], ...((check.silentUntil ?? 0) > now ? [say.state.silenced] : [])].join(
              ', ',
            ),
            state.status === 'new' ? '' : sayLength(now - state.since, locale),
            sayLength(check.everyMs, locale),
          ]),
      },
      speech: `${say.all(all.length)}. ${spoken}`,
    });
  },
});
