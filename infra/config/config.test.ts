import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claims, theClaim } from '../../shared/people/claim.ts';
import { people, personId } from '../../shared/people/person.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { applied } from './apply.ts';
import { exported } from './export.ts';
import { yamlOf } from './yaml.ts';

const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1', direct: true };
const ann = personId(place, 'u1');
let world: OpenSkills;
let isReachable = true;
beforeEach(async () => {
  isReachable = true;
  world = openSkills(everySkill, { proactive: () => isReachable });
  await world.store.put(people, ann, { id: ann, name: 'Ann', role: 'admin', locale: 'en', timeZone: 'Europe/Berlin', home: place });
  await world.store.put(claims, theClaim, { by: ann, at: 0 });
});
afterEach(() => world.close());

const ask = (text: string, more = {}) => applied({ text, prune: false, apply: false, ...more }, { deps: world, services: world.services });
const apply = (text: string, more = {}) => ask(text, { apply: true, ...more });
const said = async (told: ReturnType<typeof ask>) => (await told).changes.map(({ does, what, name }) => `${does} ${what} ${name}`);
const names = async () => (await world.services.checks.list(place, ann)).map(({ check }) => check.name);

const file = `
checks:
  - name: shop
    http: { url: https://shop.example.com/health, expect: { status: 200 } }
    every: 30s
    tags: [shop]
  - name: shop's database
    postgres: { host: db.example.com, user: bellhop }
    dependsOn: [shop]
schedules:
  - name: morning
    run: check shop.example.com
    when: every weekday at 9
`;

describe('apply', () => {
  it('makes what a file says, and applied again it changes nothing', async () => {
    expect(await said(apply(file))).toEqual(['make check shop', "make check shop's database", 'make schedule morning']);
    const [shop, database] = await world.services.checks.list(place, ann);
    expect(shop?.check).toMatchObject({
      kind: 'http',
      everyMs: 30_000,
      failures: 2,
      tags: ['shop'],
      person: ann,
      from: { user: 'u1', name: 'Ann' },
      place,
    });
    expect(database?.check.dependsOn).toEqual([shop?.check.id]);
    expect((await world.services.schedules.list({ person: ann }))[0]).toMatchObject({
      name: 'morning',
      what: 'check shop.example.com',
      command: { name: 'check' },
      rule: { unit: 'week', on: [1, 2, 3, 4, 5], at: '09:00', timeZone: 'Europe/Berlin' },
      next: Date.parse('2026-06-11T07:00:00Z'),
    });
    expect(await apply(file)).toMatchObject({ tenant: 'slack/t1', changes: [], same: 3, others: 0, problems: [] });
  });

  it('tells before it does: made, changed with what, taken away', async () => {
    await apply(file);
    const other = file
      .replace('30s', '5m')
      .replace('status: 200', 'status: 204')
      .replace(/schedules:[\s\S]*/, '');
    const { changes } = await ask(other);
    expect(changes).toMatchObject([
      {
        does: 'change',
        name: 'shop',
        fields: [
          { field: 'http.expect', from: { status: 200 }, to: { status: 204 } },
          { field: 'every', from: '30s', to: '5m' },
        ],
      },
      { does: 'remove', what: 'schedule', name: 'morning' },
    ]);
    expect((await world.services.checks.list(place, ann))[0]?.check.everyMs).toBe(30_000);
    await apply(other);
    expect((await world.services.checks.list(place, ann))[0]?.check).toMatchObject({ everyMs: 300_000, config: { expect: { status: 204 } } });
    expect(await world.services.schedules.list({ person: ann })).toEqual([]);
  });

  it('leaves alone what people made by chat, and what a file of another name made, but for prune', async () => {
    await world.say('watch tcp db.example.com:5432 every 5 minutes');
    await apply(`name: other\n${file}`);
    expect(await said(apply('checks: []'))).toEqual([]);
    expect(await ask('checks: []')).toMatchObject({ others: 4 });
    expect(await said(apply('checks: []', { prune: true }))).toHaveLength(4);
    expect(await names()).toEqual([]);
  });

  it('changes a schedule where it stands: paused, resumed, at another time', async () => {
    await apply(file);
    const [before] = await world.services.schedules.list({ person: ann });
    await apply(`${file}    paused: true\n`);
    expect(await world.services.schedules.get(before?.id ?? '')).toMatchObject({ pausedAt: world.clock.now(), name: 'morning' });
    await apply(file.replace('weekday at 9', 'day at 22:00'));
    const after = await world.services.schedules.get(before?.id ?? '');
    expect(after).toMatchObject({ madeAt: before?.madeAt, next: Date.parse('2026-06-10T20:00:00Z') });
    expect(after?.pausedAt).toBeUndefined();
  });

  it('a time that is over is not made again', async () => {
    const once = 'schedules: [{ name: once, run: status, when: 2026-06-10 18:00 }]';
    await apply(once);
    await world.clock.advance(86_400_000);
    expect(await ask(once)).toMatchObject({ changes: [], same: 1, problems: [] });
    await world.services.schedules.remove((await world.services.schedules.list({ person: ann }))[0]?.id ?? '');
    expect(await ask(once)).toMatchObject({ changes: [], same: 1, problems: [] });
  });

  it('does nothing where something was changed since the plan was agreed to', async () => {
    const { digest } = await ask(file);
    await apply(file.replace('30s', '1h'));
    await expect(apply(file, { agreed: digest })).rejects.toMatchObject({ code: 'config_moved' });
  });

  it('goes on past what can’t be done, and says why', async () => {
    isReachable = false;
    const { changes } = await apply(file);
    expect(changes.map(({ failed }) => failed?.hint)).toEqual([expect.any(String), expect.any(String), expect.any(String)]);
    isReachable = true;
    expect((await apply(file)).changes.map(({ failed }) => failed)).toEqual([undefined, undefined, undefined]);
  });
});

describe('routes', () => {
  const routed = `
routes:
  - name: shop at night
    level: error
    tags: [Shop]
    hours: { from: "22:00", to: "06:00" }
    steps:
      - to: [here]
      - { after: 10m, to: [owner, { person: slack/t1/u1 }] }
`;
  const kept = async () => (await world.services.alertPlans.get(place)).routes;

  it('are made, changed and taken away, once each', async () => {
    expect(await said(apply(routed))).toEqual(['make route shop at night']);
    expect(await kept()).toMatchObject([
      {
        which: { level: 'error', tags: ['shop'], hours: { from: '22:00', to: '06:00', days: [], timeZone: 'Europe/Berlin' } },
        steps: [
          { afterMs: 0, targets: [{ to: 'place', place }] },
          {
            afterMs: 600_000,
            targets: [
              { to: 'person', person: ann, name: 'Ann' },
              { to: 'person', person: ann, way: 1 },
            ],
          },
        ],
      },
    ]);
    expect(await apply(routed)).toMatchObject({ changes: [], same: 1 });
    expect(await said(apply(routed.replace('10m', '20m')))).toEqual(['change route shop at night']);
    expect((await kept())[0]?.steps[1]?.afterMs).toBe(1_200_000);
    await world.say('route everything to here', { person: { role: 'operator' } });
    expect(await said(apply('routes: []'))).toEqual(['remove route shop at night']);
    expect(await kept()).toHaveLength(1);
  });

  it('that people made by chat are exported, and stay as they are', async () => {
    await world.say('route everything to here, then after 10 minutes me', { person: { role: 'operator' } });
    await apply(routed);
    const yaml = yamlOf(await exported(undefined, { deps: world, services: world.services }), 'x');
    expect(await apply(yaml, { prune: true })).toMatchObject({ problems: [], changes: [], same: 2 });
  });

  it('that lead to nobody, or are for the same, are told where', async () => {
    const { problems } = await apply(routed.replace('[here]', '[{ duty: ops }]'));
    const twice = await apply(
      `${routed}  - { name: again, level: error, tags: [shop], hours: { from: "22:00", to: "06:00" }, steps: [{ to: [here] }] }`,
    );
    expect(twice.problems).toMatchObject([{ line: 10, message: expect.stringContaining('routes[0] is it') }]);
    expect(problems).toMatchObject([{ line: 7, at: 'routes[0].steps', message: 'There is no rotation "ops".' }]);
  });
});

describe('mistakes are told with line and column, and what to do', () => {
  it.each([
    ['checks:\n  - name: a\n    http: { url: ftp://x }', '3:13: checks[0].http.url: Write an address like https://example.com/health.'],
    [
      'checks:\n  - name: a\n    evry: 1m\n    tls: { host: example.com }',
      '3:5: checks[0].evry: There is no option "evry" here. Did you mean "every"?',
    ],
    [
      'checks:\n  - name: a\n    http: { url: https://x.example, expect: { stats: 200 } }',
      '3:47: checks[0].http.expect.stats: There is no option "stats" here. Did you mean "status"?',
    ],
    ['checks:\n  - http: { url: https://x.example }', '2:5: checks[0].name: It must be there.'],
    ['checks:\n  - name: a\n    every: 1m', '2:5: checks[0]: Say what is looked at, by one of http, tcp,'],
    ['checks:\n  - name: a\n    http: { url: https://x.example }\n    every: 2s', '4:5: checks[0].every: 2s is too short: 5s is the least.'],
    [
      'checks:\n  - name: a\n    http: { url: https://x.example }\n    dependsOn:\n      - b',
      '5:9: checks[0].dependsOn[0]: There is no check "b" in this file.',
    ],
    [
      'checks:\n  - &a\n    name: a\n    http: { url: https://x.example }\n  - *a',
      '5:5: checks[1].name: It is there before, in checks[0]. Give it another name.',
    ],
    ['schedules:\n  - name: a\n    run: chekc example.com\n    when: every day at 9', "3:5: schedules[0].run: I don't know what to run"],
    [
      'schedules:\n  - name: a\n    run: status\n    when: tomorrow at 9',
      '4:5: schedules[0].when: It means another time each time the file is applied.',
    ],
    ['schedules:\n  - name: a\n    run: status\n    when: whenever', "4:5: schedules[0].when: I can't read “whenever”"],
    ['for: { owner: slack/t1/nobody }', '1:8: for.owner: Nobody is known as "slack/t1/nobody".'],
    ['checks:\n  - name: a\n   http: x', '3:1: Sequence item without - indicator. The file is no YAML there.'],
    ['chekcs: []', '1:1: chekcs: There is no option "chekcs" here. Did you mean "checks"?'],
  ])('%j', async (text, told) => {
    const { problems, changes } = await apply(text);
    expect(problems.map(({ line, column, at, message }) => `${line}:${column}: ${at === '' ? '' : `${at}: `}${message}`)[0]).toContain(told);
    expect(changes).toEqual([]);
  });
});

describe('export', () => {
  it('changes nothing when it is applied: what a file made, and what people made by chat', async () => {
    await apply(file);
    await world.say('watch tcp db.example.com:5432 every 5 minutes', { place: { conversation: 'k2', direct: false } });
    await world.say('watch tcp db.example.com:5432 every 10 minutes');
    await world.say('schedule check example.com every 2 weeks on friday at 17:30');
    const document = await exported(undefined, { deps: world, services: world.services });
    expect(document).toMatchObject({
      for: { owner: ann, place },
      checks: expect.arrayContaining([expect.objectContaining({ name: 'shop', every: '30s' })]),
    });
    const yaml = yamlOf(document, 'bellhop.schema.json');
    expect(yaml).toMatch(/^# yaml-language-server: \$schema=bellhop.schema.json\n/);
    expect(await apply(yaml)).toMatchObject({ problems: [], changes: [], same: 6 });
    expect(await apply(yaml, { prune: true })).toMatchObject({ problems: [], changes: [], same: 6 });
  });
});
