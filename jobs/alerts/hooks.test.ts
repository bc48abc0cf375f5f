import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InboxFull } from '../../shared/errors.ts';
import { type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { hookBook, hookPage, hookToken } from './hooks.ts';

const key = 'a key of this installation';
const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops', message: 'm1' };

let bell: OpenSkills;
let token = '';
beforeEach(async () => {
  bell = openSkills([], { env: { BELLHOP_KEY: key } });
  const hook = await hookBook(bell).add('k', { name: 'grafana', place, from: { user: 'u1' }, locale: 'en' });
  token = hookBook(bell).address(hook).split('/').at(-1) ?? '';
});
afterEach(() => bell.close());

async function post(body: unknown, { to = token, headers = {}, deps = bell as Parameters<typeof hookPage.answer>[1] } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { status, body: answered, headers: told } = await hookPage.answer(to, deps, { query: '', isHead: false, headers, body: text });
  return { status, headers: told, body: JSON.parse(String(answered)) };
}

const alert = (over: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'ProbeFailure', instance: 'https://server.example', job: 'http checks', severity: 'critical' },
  annotations: { summary: 'has been down for 5 m' },
  startsAt: '2026-06-10T11:58:45.828Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: '1a30ba71cca2921f',
  ...over,
});

describe('Alertmanager', () => {
  it('tells each alert once, by its fingerprint, start and status, and closes what is resolved', async () => {
    const body = {
      version: '4',
      status: 'firing',
      alerts: [alert(), alert({ fingerprint: 'ff', labels: { alertname: 'Disk', severity: 'warning' } })],
    };
    expect(await post(body)).toMatchObject({ status: 200, body: { accepted: 2 } });
    await post({ alerts: [alert({ status: 'resolved', endsAt: '2026-06-10T11:59:45Z' })] });
    expect(bell.issued.map((draft) => draft.key.replace(/^hook\/\w+\//, ''))).toEqual([
      '1a30ba71cca2921f:2026-06-10T11:58:45.828Z:firing',
      'ff:2026-06-10T11:58:45.828Z:firing',
      '1a30ba71cca2921f:2026-06-10T11:58:45.828Z:resolved',
    ]);
    expect(bell.issued[0]).toMatchObject({
      name: 'incident',
      priority: 'alert',
      place: { conversation: 'ops' },
      saidAt: Date.parse('2026-06-10T11:58:45.828Z'),
      raw: {
        args: {
          state: 'open',
          what: 'ProbeFailure (https://server.example)',
          why: 'has been down for 5 m',
          level: 'error',
          tags: 'critical http_checks',
        },
      },
    });
    expect(bell.issued[0]?.place).not.toHaveProperty('message');
    expect(bell.issued[1]?.raw.args).toMatchObject({ what: 'Disk', level: 'warning' });
    expect(bell.issued[2]?.raw.args).toMatchObject({ state: 'close', key: bell.issued[0]?.raw.args?.key });
    expect(bell.issued[2]?.saidAt).toBe(Date.parse('2026-06-10T11:59:45Z'));
  });
});

describe('any other program', () => {
  it('tells one incident by an object, again under its idempotency key, and closes it by its key', async () => {
    const headers = { 'idempotency-key': 'deploy-42' };
    await post({ title: 'Deploy failed', description: 'exit 1', level: 'warn', tags: ['shop', 'eu west'], key: 'deploy' }, { headers });
    await post({ title: 'Deploy failed', key: 'deploy' }, { headers });
    await post({ title: 'Deploy is fine', key: 'deploy', state: 'resolved' });
    const [first, again, closed] = bell.issued;
    expect(first?.raw.args).toMatchObject({ state: 'open', what: 'Deploy failed', why: 'exit 1', level: 'warning', tags: 'shop eu_west' });
    expect(again?.key).toBe(first?.key);
    expect(closed?.raw.args).toMatchObject({ state: 'close', key: first?.raw.args?.key });
  });
});

describe('what goes wrong', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an object that says nothing', '{}'],
    ['alerts that are none', { alerts: [null] }],
    ['an alert without a status', { alerts: [alert({ status: undefined })] }],
    ['labels that are none', { alerts: [alert({ labels: [] })] }],
    ['too many', { alerts: Array.from({ length: 1_001 }, () => alert()) }],
  ])('%s is refused, and nothing of it is kept', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { error: { code: 'malformed' } } });
    expect(bell.issued).toEqual([]);
  });

  it('a token of nobody, of another key, or of a hook that was taken away is refused', async () => {
    const id = token.slice(0, 24);
    for (const to of ['', id, hookToken('another key', id), hookToken(key, '0'.repeat(24))])
      expect(await post({ what: 'x' }, { to })).toMatchObject({ status: 401 });
    await hookBook(bell).remove(id);
    expect(await post({ what: 'x' })).toMatchObject({ status: 401 });
  });

  it('what can not be kept now is asked for again', async () => {
    const issue = () => Promise.reject(new InboxFull('alert'));
    expect(await post({ what: 'x' }, { deps: { ...bell, issue } })).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
  });

  it('long and hostile words are cut, and a clock of somebody else’s is believed only so far', async () => {
    await post({
      alerts: [alert({ startsAt: '2999-01-01T00:00:00Z', labels: { alertname: 'x'.repeat(5_000) }, annotations: { summary: 'y'.repeat(5_000) } })],
    });
    const [draft] = bell.issued;
    expect(JSON.stringify(draft).length).toBeLessThan(2_000);
    expect(draft?.saidAt).toBe(bell.clock.now());
  });
});
