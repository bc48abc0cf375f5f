import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { claims, theClaim } from '../../shared/people/claim.ts';
import { people, personId } from '../../shared/people/person.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { dataFolder } from '../local/data-folder.ts';
import { startLocal } from '../local/run.ts';
import { main } from './main.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-config-'));
const env = {
  TELEGRAM_BOT_TOKEN: '7:test',
  TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
  BELLHOP_DATA: join(root, 'data'),
  LOG_LEVEL: 'silent',
  PORT: '0',
};
const file = join(root, 'bellhop.yaml');
afterAll(() => rmSync(root, { recursive: true }));

async function bellhop(words: readonly string[], { typed = '', isTerminal = false } = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const shell = {
    env,
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: Readable.from(typed === '' ? [] : [typed]),
    isTerminal,
  };
  return { code: await main(words, shell), out: out.join('\n'), err: err.join('\n') };
}

async function claimed(): Promise<void> {
  const database = openDatabase(dataFolder(env.BELLHOP_DATA), { clock: systemClock, log: { info() {}, warn() {}, error() {} } });
  const store = sqliteStore(database, { clock: systemClock });
  const home = { channel: 'telegram', bot: 'main', tenant: '7', conversation: '42', direct: true };
  const id = personId(home, '42');
  await store.put(people, id, { id, role: 'admin', locale: 'en', timeZone: 'Europe/Berlin', home });
  await store.put(claims, theClaim, { by: id, at: 0 });
  database.close();
}

it('applies a file to a server that is stopped and to one that runs, and writes all of it back', async () => {
  writeFileSync(file, 'checks:\n  - name: shop\n    http: { url: https://shop.example.com }\n');
  expect(await bellhop(['apply', file, '--dry-run'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/bellhop\.yaml:1:1: for: .*nobody is admin yet/),
  });
  await claimed();
  expect(await bellhop(['apply', file, '--dry-run'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\+ check shop\nIn telegram\/7: 1 made/),
  });
  expect(await bellhop(['apply', file], { isTerminal: true, typed: 'n\n' })).toMatchObject({
    code: 1,
    out: expect.stringContaining('Nothing was changed.'),
  });
  expect(await bellhop(['apply', file])).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') });
  expect(await bellhop(['apply', file, '--yes'])).toMatchObject({ code: 0, out: expect.stringMatching(/\nDone\.$/) });

  const local = await startLocal(env, { works: false });
  try {
    expect(await bellhop(['apply', file, '--yes'])).toMatchObject({ code: 0, out: 'Nothing changes in telegram/7: 1 as the file says.' });
    const { out } = await bellhop(['export']);
    expect(out).toMatch(/^# yaml-language-server: \$schema=.*docs\/bellhop\.schema\.json\nfor:\n {2}owner: telegram\/7\/42\n/);
    writeFileSync(file, out.replace('name: shop', 'name: shop\n    evry: 1m'));
    expect(await bellhop(['apply', file, '--yes', '--json'])).toMatchObject({ code: 1, out: expect.stringContaining('Did you mean \\"every\\"?') });
    expect(await bellhop(['export', '--json'])).toMatchObject({ code: 0, out: expect.stringContaining('"name":"shop"') });
  } finally {
    await local.stop();
  }
});

it('writes what another program watches as a file that can be applied', async () => {
  const backup = join(root, 'kuma.json');
  writeFileSync(
    backup,
    JSON.stringify({
      monitorList: [
        { id: 1, name: 'Site', type: 'http', url: 'https://example.com', active: true, interval: 60, notificationIDList: { 3: true } },
        { id: 2, name: 'Box', type: 'docker', active: true },
      ],
      notificationList: [{ id: 3, name: 'Ops', config: '{"type":"ntfy"}' }],
    }),
  );
  const { code, out, err } = await bellhop(['import', 'kuma', backup]);
  expect([code, err]).toEqual([0, expect.stringContaining('- Box: there is no kind of check like "docker" here.')]);
  writeFileSync(file, out);
  expect(await bellhop(['apply', file, '--dry-run'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\+ check Site\n[\s\S]*\+ route told-ops\n/),
  });
  expect(await bellhop(['import', 'nagios', backup])).toMatchObject({ code: 2 });
});

it('lists what runs by the clock, and runs, pauses and resumes it', async () => {
  writeFileSync(
    file,
    'schedules:\n  - { name: morning, run: status, when: every day at 9 }\n  - { name: evening, run: help, when: every 2 hours }\n',
  );
  await bellhop(['apply', file, '--yes']);
  const { out } = await bellhop(['jobs', 'list']);
  expect(out).toMatch(/^1 {2}evening: help\n {3}every 2 hours; next 20.*\n2 {2}morning: status\n {3}every day at 09:00 Europe\/Berlin; next /);
  expect((await bellhop(['jobs', 'next', '3'])).out.split('\n')).toHaveLength(3);
  expect(await bellhop(['jobs', 'pause', 'morning'])).toMatchObject({ code: 0, out: 'morning: paused.' });
  expect(await bellhop(['jobs', 'resume', 'morning'])).toMatchObject({ code: 0, out: expect.stringMatching(/^morning: waiting, next /) });
  expect(await bellhop(['jobs', 'run', '2'])).toMatchObject({ code: 0, out: expect.stringContaining('morning runs now') });
  expect(await bellhop(['jobs', 'pause', 'noon'])).toMatchObject({ code: 1, err: expect.stringContaining('No schedule is called "noon"') });
  expect(await bellhop(['jobs', 'pause'])).toMatchObject({ code: 2 });
});

it('says what is wrong with how it was called', async () => {
  expect(await bellhop(['apply', join(root, 'none.yaml'), '--yes'])).toMatchObject({ code: 1, err: expect.stringContaining("can't be read") });
  expect(await bellhop(['export', '--prune'])).toMatchObject({ code: 2, err: expect.stringContaining('it takes no --prune') });
});
