import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromGatus } from './gatus.ts';
import { goMs } from './gatus-conditions.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-gatus-'));
afterAll(() => rmSync(root, { recursive: true }));

function from(yaml: string) {
  const path = join(root, 'config.yaml');
  writeFileSync(path, yaml);
  return fromGatus(path);
}
const told = ({ left }: Awaited<ReturnType<typeof from>>) => left.map(({ what, why }) => `${what}: ${why}`);

it('comes over with groups, thresholds, and who was told', async () => {
  const found = await from(`
alerting:
  slack:
    webhook-url: https://hooks.example.com/secret-part
    default-alert: { failure-threshold: 5 }
maintenance: { start: "23:00", duration: 1h }
endpoints:
  - name: shop
    group: Front Ends
    url: https://shop.example.com/health
    interval: 1m30s
    client: { timeout: 5s, ignore-redirect: true }
    conditions: ["[STATUS] == 200", "[BODY].status == UP", "[RESPONSE_TIME] < 300", "[CERTIFICATE_EXPIRATION] > 48h"]
    alerts:
      - { type: slack, success-threshold: 1 }
  - { name: quiet, url: "http://quiet.example.com", conditions: ["[STATUS] < 300"] }
  - { name: off, enabled: false, url: "http://off.example.com", conditions: ["[STATUS] == 200"] }
external-endpoints:
  - { name: nightly, token: secret-part, heartbeat: { interval: 24h } }
suites:
  - { name: buy }
`);
  expect(found.checks).toEqual([
    {
      name: 'shop',
      http: {
        url: 'https://shop.example.com/health',
        redirects: 'stay',
        expect: { status: 200, json: [{ path: 'status', is: 'UP' }], withinMs: 300, certificateDays: 2 },
      },
      every: '90s',
      tags: ['front-ends', 'told-slack'],
      timeout: '5000ms',
      failures: 5,
      successes: 1,
    },
    { name: 'quiet', http: { url: 'http://quiet.example.com', expect: { status: '100-299' } }, every: '60s', level: 'warning' },
    { name: 'nightly', heartbeat: { everyMs: 86_400_000 }, every: '60s', level: 'warning' },
  ]);
  expect(found.routes).toEqual([{ name: 'told-slack', tags: ['told-slack'], steps: [{ to: ['here'] }] }]);
  expect(found.left.map(({ what }) => what)).toEqual([
    'quiet: no alerts',
    'off',
    'nightly: address',
    'nightly: no alerts',
    'alerting by slack',
    'suite buy',
    'maintenance',
  ]);
  expect(JSON.stringify(found)).not.toContain('secret-part');
});

const endpoint = async (options: string, ...conditions: string[]) =>
  from(`endpoints: [{ name: it, ${options}, conditions: ${JSON.stringify(conditions)}, alerts: [{ type: mail }] }]`);

describe('an address', () => {
  it.each([
    ['url: "tcp://db.example.com:5432"', '[CONNECTED] == true', { tcp: { host: 'db.example.com', port: 5432 } }],
    ['url: "icmp://192.0.2.1"', '[CONNECTED] == true', { ping: { host: '192.0.2.1' } }],
    ['url: "tls://a.example:636"', '[CERTIFICATE_EXPIRATION] > 240h', { tls: { host: 'a.example', port: 636, certificateDays: 10 } }],
    ['url: "starttls://a.example:25"', '[CONNECTED] == true', { tcp: { host: 'a.example', port: 25, starttls: 'smtp' } }],
    [
      'url: "wss://a.example/live", body: ping',
      '[BODY] == pat(*pong*)',
      { websocket: { url: 'wss://a.example/live', send: 'ping', expect: 'pong' } },
    ],
    [
      'url: 192.0.2.53, dns: { query-name: example.com., query-type: A }',
      '[BODY] == 192.0.2.7',
      { dns: { name: 'example.com', type: 'A', resolver: '192.0.2.53', has: ['192.0.2.7'] } },
    ],
  ])('%s', async (options, condition, check) => {
    const found = await endpoint(options, condition);
    expect(found.checks).toMatchObject([{ name: 'it', ...check, failures: 3, successes: 2 }]);
    expect(told(found).filter((line) => line.startsWith('it'))).toEqual([]);
  });

  it.each(['udp://a.example:1', 'ssh://a.example:22'])('%s has no kind here, and is named', async (url) => {
    const found = await endpoint(`url: "${url}"`, '[CONNECTED] == true');
    expect([found.checks, told(found)[0]]).toEqual([[], expect.stringContaining('it: there is no kind of check for')]);
  });
});

describe('a condition', () => {
  it.each<[string[], object]>([
    [['[STATUS] == any(200, 204)'], { status: [200, 204] }],
    [['[STATUS] >= 200', '[STATUS] <= 299'], { status: '200-299' }],
    [['300 > [STATUS]'], { status: '100-299' }],
    [['[BODY] == pat(*Welcome home*)', '[BODY] != pat(*Error*)'], { phrase: 'Welcome home', absent: 'Error', status: '100-599' }],
    [['[BODY].jobs[0].ms < 200'], { json: [{ path: 'jobs[0].ms', below: 200 }] }],
    [['has([BODY].data) == true', '[BODY].count == 3'], { json: [{ path: 'data' }, { path: 'count', is: 3 }] }],
    [['[HEADER].Content-Type == pat(*json*)', 'has([HEADER].ETag) == true'], { headers: { 'Content-Type': 'json', ETag: '' } }],
  ])('%j is asked', async (conditions, expected) => {
    const found = await endpoint('url: "https://a.example"', ...conditions);
    expect(found.checks).toMatchObject([{ http: { expect: expected } }]);
    expect(told(found).filter((line) => line.startsWith('it'))).toEqual([]);
  });

  it.each([
    '[STATUS] != 500',
    '[IP] == 192.0.2.1',
    'len([BODY].items) > 2',
    '[BODY].name == pat(a*)',
    '[BODY] == exactly this',
    'age([BODY].at) < 1h',
    'nonsense',
  ])('%s can’t be asked, and is named', async (condition) => {
    const found = await endpoint('url: "https://a.example"', '[STATUS] == 200', condition);
    expect(found.checks).toMatchObject([{ http: { expect: { status: 200 } } }]);
    expect(told(found)[0]).toBe(`it: ${condition}: this can’t be asked of an answer here; all else of it is.`);
  });

  it('of when a domain ends is a check of its own', async () => {
    const { checks } = await endpoint('url: "https://www.example.com"', '[STATUS] == 200', '[DOMAIN_EXPIRATION] > 720h');
    expect(checks[1]).toMatchObject({ name: 'it: domain', domain: { name: 'example.com', days: 30 }, every: '1d' });
  });
});

it('has its tokens in the secrets, and none in the file', async () => {
  const found = await endpoint(
    'url: "https://a.example", headers: { Authorization: Bearer hunter2 }, client: { oauth2: { token-url: "https://login.example/token", client-id: bell, client-secret: hunter2, scopes: [read] } }',
    '[STATUS] == 200',
  );
  expect(found.checks).toMatchObject([
    { http: { auth: { oauth2: { client: 'bell', clientSecret: { secret: 'it-client-secret' }, scope: 'read' } } } },
  ]);
  expect(found.secrets.map(({ name }) => name)).toEqual(['it-authorization', 'it-client-secret']);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

it.each([
  ['500ms', 500],
  ['1h30m', 5_400_000],
  ['300', 300],
  ['soon', Number.NaN],
])('reads %s as Go does', (said, ms) => expect(goMs(said)).toBe(ms));

it('says what a file is not', async () => {
  await expect(from('a: [')).rejects.toMatchObject({ code: 'import_unread' });
  await expect(from('services: []')).rejects.toMatchObject({ message: expect.stringContaining('it has no endpoints') });
});
