import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { speak } from './words/speak.ts';

/** `hook grafana`: an address at which another program tells of incidents, which are told here, or where routes say. */
export const hook = command({
  name: 'hook',
  summary: 'Let another program tell of incidents here',
  phrases: ['make a webhook for {name}', 'webhook for {name}'],
  params: { name: text({ ask: 'Which program?', summary: 'Which program', max: 60 }) },
  examples: ['hook grafana'],
  label: 'Webhook for alerts',
  access: 'operator',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Lässt ein anderes Programm hier Störungen melden',
      label: 'Webhook für Alarme',
      phrases: ['webhook für {name}', 'mach einen webhook für {name}'],
      examples: ['webhook für grafana'],
      params: { name: { ask: 'Welches Programm?', summary: 'Welches Programm' } },
    },
  },
  async run({ name }, { hooks: book, command: { place, from }, person: { locale }, idempotencyKey }): Promise<Reply> {
    const say = speak(locale);
    const made = await book.add(idempotencyKey, { name, place, from, locale });
    return reply(say.hookMade(name, book.address(made)), { severity: 'success', visibility: 'private', speech: say.sayHookMade(name) });
  },
});

/** `hooks`: the addresses at which other programs tell of incidents. */
export const hooks = command({
  name: 'hooks',
  summary: 'Which programs tell of incidents here',
  phrases: ['show webhooks', 'list webhooks', 'webhooks'],
  examples: ['hooks'],
  label: 'Webhooks',
  access: 'operator',
  reads: true,
  in: { de: { summary: 'Welche Programme hier Störungen melden', label: 'Webhooks', phrases: ['zeig die webhooks'] } },
  async run(_, { hooks: book, command: { place }, person: { locale, timeZone }, now }): Promise<Reply> {
    const say = speak(locale);
    const all = await book.list(place);
    if (all.length === 0) return reply(say.noHooks, { visibility: 'private' });
    const { name, since, address } = say.hookColumns;
    return reply(say.hooksAre, {
      visibility: 'private',
      table: {
        columns: [{ title: name }, { title: since }, { title: address }],
        rows: all.map((one) => [one.name, sayWhen(one.madeAt, timeZone, now(), locale), book.address(one)]),
      },
      actions: all.slice(0, 10).map((one) => unhook.with({ name: one.name }, { label: say.takeAway(one.name) })),
      speech: say.sayHooks(all.map((one) => one.name).join(', ')),
    });
  },
});

/** `unhook grafana`: what comes to its address is refused from then on. */
export const unhook = command({
  name: 'unhook',
  summary: 'Take a webhook for alerts away',
  phrases: ['unhook {name}', 'remove webhook {name}', 'delete webhook {name}'],
  params: { name: text({ ask: 'Which program?', summary: 'Which program' }) },
  examples: ['unhook grafana'],
  label: 'Take a webhook away',
  access: 'operator',
  in: {
    de: {
      summary: 'Nimmt einen Webhook für Alarme weg',
      label: 'Webhook wegnehmen',
      phrases: ['entferne webhook {name}', 'lösche webhook {name}'],
      examples: ['entferne webhook grafana'],
      params: { name: { ask: 'Welches Programm?', summary: 'Welches Programm' } },
    },
  },
  async run({ name }, { hooks: book, command: { place }, person: { locale } }): Promise<Reply> {
    const say = speak(locale);
    const named = (await book.list(place)).filter((one) => one.name.toLowerCase() === name.trim().toLowerCase());
    for (const { id } of named) await book.remove(id);
    return named.length > 0 ? reply(say.unhooked(name), { severity: 'success' }) : reply(say.noSuchHook(name), { severity: 'warning' });
  },
});
