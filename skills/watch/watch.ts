import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { choice, duration, integer, recurrence, text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { unwatch } from './change.ts';
import { matching } from './which.ts';
import { speak } from './words/speak.ts';

const secondMs = 1_000;

/** `watch example.com every minute`: looks at it again and again, and tells where it was asked for when it is down and when it is up again. */
export const watch = command({
  name: 'watch',
  summary: 'Watch a site or a service',
  phrases: ['watch {what} every {every}', 'watch {what}', 'monitor {what} every {every}', 'monitor {what}', 'keep an eye on {what}'],
  params: {
    what: text({
      ask: 'What should I watch?',
      summary: 'An address, or “tcp example.com:5432”',
    }),
    every: duration({
      default: { ms: 60 * secondMs },
      min: { ms: 5 * secondMs },
      max: { ms: 31 * 86_400 * secondMs },
      summary: 'How often',
    }),
    timeout: duration({ default: { ms: 10 * secondMs }, min: { ms: secondMs }, max: { ms: 60 * secondMs }, summary: 'For an answer' }),
    failures: integer({ default: 2, min: 1, max: 20, summary: 'Failed looks before it is down' }),
    successes: integer({ default: 1, min: 1, max: 20, summary: 'Good looks before it is up' }),
    level: choice({ of: ['error', 'warning'], default: 'error', summary: 'error: until somebody has it; warning: told once' }),
    tags: text({ optional: true, summary: 'To route its alerts by' }),
    depends: text({ optional: true, summary: 'What it needs, by name: while that is down, nobody is told' }),
  },
  examples: ['watch example.com every minute', 'watch tcp db.example.com:5432 every 30 seconds', 'watch heartbeat backup every 1 day'],
  label: 'Watch',
  onMessage: { param: 'what', label: 'Watch this' },
  access: 'member',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Beobachtet eine Website oder einen Dienst',
      label: 'Beobachten',
      phrases: [
        'beobachte {what} alle {every}',
        'beobachte {what} jede {every}',
        'beobachte {what}',
        'überwache {what} alle {every}',
        'überwache {what}',
      ],
      examples: ['beobachte example.com alle 5 Minuten'],
      params: {
        what: {
          ask: 'Was soll ich beobachten? Eine Adresse, oder eine Art und was sie ansieht: tcp example.com:5432.',
          summary: 'Eine Adresse, oder „tcp example.com:5432“',
        },
        every: { summary: 'Wie oft ich es ansehe' },
        timeout: { summary: 'Wie lange eine Antwort dauern darf' },
        failures: { summary: 'Fehlschläge in Folge, bis es ausgefallen ist' },
        successes: { summary: 'Gute Blicke in Folge, bis es wieder läuft' },
        level: { summary: 'error geht weiter, bis jemand übernimmt; warning wird einmal gesagt' },
        depends: { summary: 'Was es braucht, beim Namen: solange das ausgefallen ist, wird nichts gesagt' },
        tags: { summary: 'Worte, nach denen man es findet und seine Alarme verteilt' },
      },
    },
  },
  async run({ what, every, timeout, failures, successes, level, tags = '', depends = '' }, context): Promise<Reply> {
    const { checks, person, command: asked, idempotencyKey } = context;
    const { locale } = person;
    const say = speak(locale);
    const target = await checks.read(what, every.ms);
    if (!target) throw new Refusal('check_not_read', say.notRead(what.slice(0, 80)), { hint: say.notReadHint });
    const made = await checks.add(idempotencyKey, {
      ...target,
      timeoutMs: Math.min(timeout.ms, target.everyMs),
      failures,
      successes,
      level,
      tags: tags.split(/[\s,]+/).filter(Boolean),
      dependsOn: await above(depends, context),
      person: person.id,
      from: asked.from,
      locale,
      place: asked.place,
    });
    context.undoWith({ id: made.id });
    const address = checks.address(made);
    if (address !== null) {
      const often = sayLength(every.ms, locale);
      return reply(say.waiting(made.name, often, address), {
        severity: 'success',
        actions: [unwatch.with({ which: made.id }, { label: say.unwatch })],
        speech: say.sayWaiting(made.name, often),
      });
    }
    return reply(say.watching(made.name, often(made.everyMs, locale)), {
      severity: 'success',
      actions: [unwatch.with({ which: made.id }, { label: say.unwatch })],
    });
  },
  undoMs: 86_400_000,
  async undo(_, result, { checks, person: { locale } }) {
    const gone = await checks.remove((result as { readonly id: string }).id);
    return gone ? reply(speak(locale).watched(gone.check.name), { severity: 'success' }) : undefined;
  },
});

/** The checks that words name, separated by commas. Throws Refusal for words that name none, or several. */
async function above(words: string, context: Context): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const one of words.split(',').flatMap((word) => word.trim() || [])) {
    const [only, second] = await matching(one, context);
    const say = speak(context.person.locale);
    if (!only || second) throw new Refusal('check_depends', say.dependsOnNone(one.slice(0, 80)), { hint: say.dependsHint });
    ids.push(only.check.id);
  }
  return ids;
}

const rule = recurrence();
const minuteMs = 60_000;

/** "every minute", "every 30 seconds": of one minute or hour nobody says the number. */
function often(everyMs: number, locale: string): string {
  if (everyMs !== minuteMs && everyMs !== 60 * minuteMs) return speak(locale).every(sayLength(everyMs, locale));
  return (rule.printIn ?? rule.print)({ unit: 'interval', everyMs }, locale);
}
