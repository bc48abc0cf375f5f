import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { fromKuma } from './kuma.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-kuma-'));
afterAll(() => rmSync(root, { recursive: true }));

type Row = Readonly<Record<string, string | number | null>>;

/** A database of 2.x, as far as it is read: columns as the documented schema names them. */
function database(name: string, tables: Readonly<Record<string, readonly Row[]>>): string {
  const path = join(root, name);
  const made = new DatabaseSync(path);
  made.exec('PRAGMA journal_mode = WAL');
  for (const [table, rows] of Object.entries(tables)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    made.exec(`CREATE TABLE "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`);
    for (const row of rows) {
      const names = Object.keys(row);
      made
        .prepare(`INSERT INTO "${table}" (${names.map((one) => `"${one}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
        .run(...Object.values(row));
    }
  }
  made.close();
  return path;
}

let ids = 0;
const monitor = (row: Row): Row => ({
  id: ++ids,
  active: 1,
  interval: 60,
  maxretries: 0,
  retry_interval: 60,
  accepted_statuscodes_json: '["200-299"]',
  maxredirects: 10,
  method: 'GET',
  ignore_tls: 0,
  upside_down: 0,
  expiry_notification: 0,
  parent: null,
  ...row,
});
const only = async (row: Row) => {
  const found = await fromKuma(database(`one-${ids}.db`, { monitor: [monitor({ name: 'it', ...row })] }));
  return { check: found.checks[0], left: found.left.map(({ what, why }) => `${what}: ${why}`), secrets: found.secrets.map(({ name }) => name) };
};

describe('a database of 2.x', () => {
  it('comes over with groups, tags, and who was told', async () => {
    const path = database('whole.db', {
      monitor: [
        monitor({ id: 100, type: 'group', name: 'Shop Europe' }),
        monitor({
          id: 101,
          type: 'http',
          name: 'Front',
          url: 'https://shop.example.com/health',
          parent: 100,
          interval: 30,
          maxretries: 2,
          timeout: 24,
          expiry_notification: 1,
        }),
        monitor({ id: 102, type: 'http', name: 'Front', url: 'http://other.example.com', active: 1 }),
        monitor({ id: 103, type: 'ping', name: 'Router', hostname: 'router.example.com', active: 0 }),
        monitor({ id: 104, type: 'docker', name: 'Container' }),
      ],
      tag: [{ id: 1, name: 'Team' }],
      monitor_tag: [{ monitor_id: 101, tag_id: 1, value: 'Web' }],
      notification: [{ id: 7, name: 'Ops Slack', config: '{"type":"slack","slackwebhookURL":"https://hooks.example.com/secret-part"}' }],
      monitor_notification: [{ monitor_id: 101, notification_id: 7 }],
      maintenance: [{ title: 'Sunday' }],
    });
    const { checks, routes, left } = await fromKuma(path);
    expect(routes).toEqual([{ name: 'told-ops-slack', tags: ['told-ops-slack'], steps: [{ to: ['here'] }] }]);
    expect(checks).toEqual([
      {
        name: 'Front',
        http: { url: 'https://shop.example.com/health', expect: { status: '200-299' } },
        every: '30s',
        timeout: '24s',
        failures: 3,
        tags: ['team-web', 'shop-europe', 'told-ops-slack'],
      },
      { name: 'Front: certificate', tls: { host: 'shop.example.com', certificateDays: 14 }, every: '1d', failures: 1, level: 'warning' },
      { name: 'Front (2)', http: { url: 'http://other.example.com', expect: { status: '200-299' } }, every: '60s', failures: 1 },
    ]);
    expect(left.map(({ what }) => what)).toEqual([
      'Front: retry interval 60 s',
      'Router',
      'Container',
      'notification Ops Slack (slack)',
      'maintenance window Sunday',
    ]);
    expect(JSON.stringify(left)).not.toContain('secret-part');
  });
});

describe('a monitor', () => {
  it.each<[string, Row, object]>([
    [
      'keyword',
      { type: 'keyword', url: 'https://a.example', keyword: 'Welcome' },
      { http: { url: 'https://a.example', expect: { status: '200-299', phrase: 'Welcome' } } },
    ],
    [
      'inverted keyword',
      { type: 'keyword', url: 'https://a.example', keyword: 'Error', invert_keyword: 1 },
      { http: { expect: { absent: 'Error' } } },
    ],
    [
      'query of JSON',
      { type: 'json-query', url: 'https://a.example', json_path: '$.jobs[0].ms', json_path_operator: '<', expected_value: '200' },
      { http: { expect: { json: [{ path: 'jobs[0].ms', below: 200 }] } } },
    ],
    [
      'form of a request',
      {
        type: 'http',
        url: 'https://a.example',
        method: 'POST',
        body: '{}',
        headers: '{"Accept":"text/html"}',
        maxredirects: 0,
        ignore_tls: 1,
        upside_down: 1,
      },
      { http: { method: 'POST', body: '{}', headers: { Accept: 'text/html' }, redirects: 'stay', trust: 'any', inverted: true } },
    ],
    ['port', { type: 'port', hostname: 'db.example.com', port: 5432 }, { tcp: { host: 'db.example.com', port: 5432 } }],
    ['ping', { type: 'ping', hostname: '192.0.2.1' }, { ping: { host: '192.0.2.1' } }],
    [
      'name server',
      { type: 'dns', hostname: 'example.com', dns_resolve_type: 'MX', dns_resolve_server: '1.1.1.1', port: 53 },
      { dns: { name: 'example.com', type: 'MX', resolver: '1.1.1.1' } },
    ],
    ['push', { type: 'push', interval: 300 }, { heartbeat: { everyMs: 300_000 } }],
    ['mail server', { type: 'smtp', hostname: 'mail.example.com', port: 587, smtp_security: 'starttls' }, { tcp: { port: 587, starttls: 'smtp' } }],
    ['websocket', { type: 'websocket-upgrade', url: 'wss://a.example/live' }, { websocket: { url: 'wss://a.example/live' } }],
  ])('of a %s', async (_, row, check) => {
    expect((await only(row)).check).toMatchObject(check);
  });

  it('has its passwords in the secrets, and none in the file', async () => {
    const basic = await only({ type: 'http', url: 'https://a.example', auth_method: 'basic', basic_auth_user: 'ann', basic_auth_pass: 'hunter2' });
    expect(basic.check).toMatchObject({ http: { auth: { basic: { user: 'ann', password: { secret: 'it-password' } } } } });
    const database = await only({
      type: 'postgres',
      database_connection_string: 'postgres://bell:hunter2@db.example.com:5433/shop',
      database_query: 'SELECT 1',
    });
    expect(database).toMatchObject({
      check: {
        postgres: { host: 'db.example.com', port: 5433, user: 'bell', password: { secret: 'it-password' }, database: 'shop', query: 'SELECT 1' },
      },
      secrets: ['it-password'],
    });
    const token = await only({ type: 'http', url: 'https://a.example', headers: '{"Authorization":"Bearer hunter2"}' });
    expect(token.check).toMatchObject({ http: { headers: { Authorization: { secret: 'it-authorization' } } } });
    expect(JSON.stringify([basic, database, token])).not.toContain('hunter2');
  });

  it.each<[Row, RegExp]>([
    [{ type: 'mqtt' }, /no kind of check like "mqtt"/],
    [{ type: 'http', url: 'https://a.example', auth_method: 'ntlm' }, /NTLM/],
    [{ type: 'json-query', url: 'https://a.example', json_path: '$sum(a)', expected_value: '1' }, /more than a path/],
    [{ type: 'http', url: 'ftp://a.example' }, /http\.url: Write an address like/],
    [{ type: 'port', hostname: 'a.example', port: 99_999 }, /tcp\.port: A port is from 1 to 65535/],
  ])('that can’t be carried over is named, with why: %j', async (row, why) => {
    const { check, left } = await only(row);
    expect(check).toBeUndefined();
    expect(left).toEqual([expect.stringMatching(why)]);
  });
});

it('a backup of 1.x comes over as a database does', async () => {
  const path = join(root, 'backup.json');
  writeFileSync(
    path,
    JSON.stringify({
      version: '1.23.0',
      notificationList: [{ id: 1, name: 'Mail', config: '{"type":"smtp"}' }],
      monitorList: [
        {
          id: 1,
          name: 'Site',
          url: 'https://example.com',
          type: 'http',
          active: true,
          interval: 20,
          maxretries: 1,
          retryInterval: 20,
          ignoreTls: false,
          upsideDown: false,
          expiryNotification: false,
          maxredirects: 10,
          accepted_statuscodes: ['200-299', '304'],
          notificationIDList: { 1: true },
          tags: [{ tag_id: 1, name: 'prod', value: '' }],
        },
      ],
    }),
  );
  expect((await fromKuma(path)).checks).toEqual([
    {
      name: 'Site',
      http: { url: 'https://example.com', expect: { status: ['200-299', '304'] } },
      every: '20s',
      failures: 2,
      tags: ['prod', 'told-mail'],
    },
  ]);
});

it('says what a file is not', async () => {
  const path = join(root, 'other.txt');
  writeFileSync(path, 'hello');
  await expect(fromKuma(path)).rejects.toMatchObject({ code: 'import_unread', hint: expect.stringContaining('kuma.db') });
  await expect(fromKuma(database('empty.db', { other: [{ id: 1 }] }))).rejects.toMatchObject({
    message: expect.stringContaining('no table "monitor"'),
  });
});
