import { command } from '../../shared/command/define.ts';
import { choice, text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { reserved } from './rotation.ts';
import { route } from './route.ts';
import { speak } from './words/speak.ts';

/** The kinds of jobs/alerts/notifiers. */
export const notifierKinds = ['ntfy', 'pagerduty', 'discord', 'webhook', 'call', 'email'] as const;
/** Notifiers of a tenant at most. */
const notifiersMax = 50;

/** `notifier pages ntfy https://ntfy.sh/our-topic`: gives a way to tell of incidents a name that routes go to. */
export const notifier = command({
  name: 'notifier',
  summary: 'Name another way to tell of incidents',
  // Tokens are said with it.
  secret: true,
  params: {
    name: text({ ask: 'What should routes call it?', summary: 'Its name, one word', max: 40 }),
    kind: choice({ of: notifierKinds, ask: 'Which kind?', summary: 'Which kind' }),
    to: text({ ask: 'Where to? An address, a telephone number, or the key of a service.', summary: 'Its address, number or key', max: 2_000 }),
    token: text({ optional: true, summary: 'Its token; of a webhook, the secret that it is signed with', max: 1_000 }),
    template: text({ optional: true, summary: 'Of a webhook: its body, with {what}, {why}, {state} in it', max: 4_000 }),
  },
  examples: ['notifier pages ntfy https://ntfy.sh/our-topic', 'notifier night call +4930123456'],
  label: 'Notifier',
  access: 'operator',
  in: {
    de: {
      summary: 'Benennt einen weiteren Weg, Störungen zu sagen',
      label: 'Melder',
      examples: ['notifier pages ntfy https://ntfy.sh/unser-thema', 'notifier nachts call +4930123456'],
      params: {
        name: { ask: 'Wie sollen Alarmwege ihn nennen?', summary: 'Sein Name, ein Wort' },
        kind: { ask: 'Welche Art?', summary: 'Welche Art' },
        to: {
          ask: 'Wohin? Eine Adresse, eine Telefonnummer, oder der Schlüssel eines Dienstes.',
          summary: 'Seine Adresse, Nummer oder sein Schlüssel',
        },
        token: { summary: 'Sein Token; bei einem Webhook das Geheimnis, mit dem er signiert wird' },
        template: { summary: 'Bei einem Webhook: sein Inhalt, mit {what}, {why}, {state} darin' },
      },
    },
  },
  async run({ name: said, kind, to, token, template }, { alertPlans, notifiers: book, command: { place }, person: { locale } }): Promise<Reply> {
    const say = speak(locale);
    const name = said.trim().toLowerCase();
    const { rotations, notifiers: all } = await alertPlans.get(place);
    if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u.test(name) || reserved.test(name) || rotations.some((one) => one.name === name))
      throw new Refusal('notifier_name', say.notifierName(said));
    if (all.length >= notifiersMax && !all.some((one) => one.name === name))
      throw new Refusal('too_many_notifiers', say.tooManyNotifiers(notifiersMax));
    const made = await book.set(place, { name, kind, locale }, { to: to.trim(), ...(token ? { token } : {}), ...(template ? { template } : {}) });
    if (!made) throw new Refusal('notifier_to', say.notifierTo(kind), { hint: say.notifierExpects[kind] });
    return reply(say.notifierMade(name, kind, made.shown), {
      severity: 'success',
      visibility: 'private',
      actions: [route.with({ which: say.routeLevel(undefined), steps: name }, { label: say.routeAllTo(name) })],
    });
  },
});

/** `notifiers`: those that there are, without what is secret. */
export const notifiers = command({
  name: 'notifiers',
  summary: 'Further ways to tell of incidents',
  phrases: ['show notifiers', 'list notifiers'],
  examples: ['notifiers'],
  label: 'Notifiers',
  access: 'member',
  reads: true,
  in: { de: { summary: 'Weitere Wege, Störungen zu sagen', label: 'Melder', phrases: ['melder', 'zeig die melder'] } },
  async run(_, { alertPlans, command: { place }, person: { locale } }): Promise<Reply> {
    const say = speak(locale);
    const { notifiers: all } = await alertPlans.get(place);
    if (all.length === 0) return reply(say.noNotifiers);
    const { name, kind, to } = say.notifierColumns;
    return reply(say.notifiersAre, {
      table: { columns: [{ title: name }, { title: kind }, { title: to }], rows: all.map((one) => [one.name, one.kind, one.shown]) },
      actions: all.slice(0, 10).map((one) => removeNotifier.with({ name: one.name }, { label: say.takeAway(one.name) })),
    });
  },
});

/** `remove_notifier pages`: forgets one that no route goes to, and its token. */
export const removeNotifier = command({
  name: 'remove_notifier',
  summary: 'Take a notifier away',
  phrases: ['remove notifier {name}', 'delete notifier {name}'],
  params: { name: text({ ask: 'Which notifier?', summary: 'Its name' }) },
  examples: ['remove notifier pages'],
  label: 'Take a notifier away',
  access: 'operator',
  in: {
    de: {
      summary: 'Nimmt einen Melder weg',
      label: 'Melder wegnehmen',
      phrases: ['entferne melder {name}', 'lösche melder {name}'],
      examples: ['entferne melder pages'],
      params: { name: { ask: 'Welcher Melder?', summary: 'Sein Name' } },
    },
  },
  async run({ name: said }, { notifiers: book, command: { place }, person: { locale } }): Promise<Reply> {
    const say = speak(locale);
    const name = said.trim().toLowerCase();
    const done = await book.remove(place, name);
    if (done === 'used') throw new Refusal('notifier_used', say.rotationUsed(name), { hint: say.rotationUsedHint });
    return done === 'removed' ? reply(say.notifierGone(name), { severity: 'success' }) : reply(say.noSuchNotifier(said), { severity: 'warning' });
  },
});

/** What jobs/alerts issues to have a notifier tell an incident: stored, tried again, and a dead letter in the end, as whatever is delivered. */
export const notify = command({
  name: 'notify',
  summary: 'Have a notifier tell an incident',
  hidden: true,
  internal: true,
  priority: 'alert',
  repeat: 'keyed',
  params: { which: text(), by: text() },
  async run({ which, by }, { notifiers: book, idempotencyKey, signal }) {
    await book.send(which, by, idempotencyKey, signal);
    return [];
  },
});
