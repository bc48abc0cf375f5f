import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Local, startLocal } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-run-'));
const skills = join(folder, 'skills');
const lines: string[] = [];
const env = {
  BELLHOP_DATA: join(folder, 'data'),
  BELLHOP_SKILLS: skills,
  BELLHOP_METRICS_TOKEN: 'metrics-token-of-the-test',
  PORT: '0',
  LOG_LEVEL: 'debug',
};
let local: Local;

beforeAll(async () => {
  mkdirSync(skills);
  writeFileSync(
    join(skills, 'greet.ts'),
    `import { command } from 'bellhop/shared/command/define.ts';
     import { text } from 'bellhop/shared/command/kinds/index.ts';
     import { reply } from 'bellhop/shared/reply/reply.ts';
     export const greet = command({
       name: 'greet',
       summary: 'Greet somebody',
       params: { who: text() },
       run: ({ who }: { who: string }) => reply('Hello ' + who, { actions: [greet.with({ who: 'you' }, { label: 'Again' })] }),
     });`,
  );
  local = await startLocal(env, { output: { write: (line) => lines.push(line) } });
});

afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${local.origin}${path}`, { headers, redirect: 'manual' });
const say = (id: string, what: object, headers: Record<string, string> = {}) =>
  fetch(`${local.origin}/simulator/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ id, conversation: 'test', ...what }),
  });

/** With a Host of one's own, which fetch doesn't allow. */
function getAs(host: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(`${local.origin}${path}`, { headers: { host, ...headers } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

interface Told {
  readonly id: string;
  readonly tokens: readonly string[];
  readonly previews: readonly { readonly channel: string; readonly messages: readonly unknown[] }[];
}

/** The next `count` messages of the page's stream. */
async function told(count: number, after = ''): Promise<Told[]> {
  const ended = new AbortController();
  const response = await fetch(`${local.origin}/simulator/events?conversation=test&after=${after}`, { signal: ended.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const found: Told[] = [];
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    found.splice(0, found.length, ...[...text.matchAll(/^data: (.*)\n\n/gm)].map((match) => JSON.parse(match[1] ?? '')));
    if (found.length >= count) break;
  }
  ended.abort();
  return found;
}

describe('a data folder that can not be written', () => {
  it.runIf(existsSync('/dev/full'))('is named with what to do about it, and nothing is left open', async () => {
    const data = join(folder, 'full');
    mkdirSync(data);
    const start = () => startLocal({ ...env, BELLHOP_DATA: data }, { output: { write: () => true }, works: false });
    // Whatever is written there finds no room.
    symlinkSync('/dev/full', join(data, 'lock.json'));
    await expect(start()).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringMatching(new RegExp(`^The data folder ${data} can't be used: ENOSPC`)),
      hint: expect.stringContaining('room'),
    });
    rmSync(join(data, 'lock.json'));
    await (await start()).stop();
  });
});

describe('the one process', () => {
  it('is ready, names each channel that is on, and leads to the simulator', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', channels: { web: { ok: true } } });
    const root = await get('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/simulator']);
  });

  it('keeps its folder and what is in it to its own user', () => {
    for (const name of ['', 'key', 'server.json', 'bellhop.db']) {
      expect(statSync(join(env.BELLHOP_DATA, name)).mode & 0o077, name).toBe(0);
    }
  });

  it('answers paths that are none with a 404 in JSON', async () => {
    const answer = await get('/nowhere');
    expect([answer.status, await answer.json()]).toEqual([404, { error: { code: 'not_found', message: 'There is nothing at /nowhere.' } }]);
  });

  it('runs what the page says, and shows it as each channel does', async () => {
    expect((await say('a1', { text: 'greet Ann' })).status).toBe(202);
    const [answer] = await told(1);
    expect(answer?.previews.map(({ channel }) => channel)).toEqual(['slack', 'teams', 'telegram', 'messenger', 'sms', 'email', 'alexa']);
    for (const { channel, messages } of answer?.previews ?? []) expect(JSON.stringify(messages), channel).toContain('Hello Ann');
    expect(JSON.stringify(answer?.previews.slice(0, 3)).match(/@0/g)).toHaveLength(3);
  });

  it('presses a shown button, by the token that belongs to it', async () => {
    const [first] = await told(1);
    expect((await say('a2', { token: first?.tokens[0] })).status).toBe(202);
    const [second] = await told(1, first?.id);
    expect(JSON.stringify(second?.previews)).toContain('Hello you');
  });

  it('answers a repeated saying once', async () => {
    const [, last] = await told(2);
    for (let i = 0; i < 3; i++) expect((await say('a3', { text: 'greet Bob' })).status).toBe(202);
    await say('a4', { text: 'greet Cid' });
    const answers = (await told(2, last?.id)).map(({ previews }) => JSON.stringify(previews).match(/Hello \w+/)?.[0]);
    expect(answers.sort()).toEqual(['Hello Bob', 'Hello Cid']);
  });

  it('follows a command through the log by its trace, without a word of what was said', async () => {
    await expect.poll(() => lines.join('').match(/"msg":"replied"/g)?.length ?? 0).toBeGreaterThan(0);
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const ran = parsed.find(({ command }) => command === 'greet');
    const own = parsed.filter(({ trace }) => trace === ran?.trace);
    expect(own.map(({ msg }) => msg)).toEqual(['accepted', 'ran', 'replied']);
    expect(own[0]).toMatchObject({ level: 20, channel: 'web', command: 'greet', said: { text: 'greet Ann' } });
    expect(lines.filter((line) => !line.includes('"level":20')).join('')).not.toMatch(/Hello|Ann|Bob/);
  });
});

describe('the simulator page', () => {
  it('loads nothing from elsewhere, and its scripts have no types left', async () => {
    const page = await get('/simulator');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(2);
    const seen = new Set<string>();
    for (const file of files) await load(new URL(file, local.origin).href, seen);
    expect([...seen].filter((url) => url.endsWith('.ts')).length).toBeGreaterThan(8);
  });

  async function load(url: string, seen: Set<string>): Promise<void> {
    if (seen.has(url)) return;
    seen.add(url);
    expect(url.startsWith(`${local.origin}/simulator/page/`), url).toBe(true);
    const file = await fetch(url);
    expect(file.status, url).toBe(200);
    if (!url.endsWith('.ts')) return;
    expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const source = await file.text();
    expect(() => new Function(source.replace(/^\s*import .*$/gm, '').replace(/^export /gm, '')), url).not.toThrow();
    for (const [, name] of source.matchAll(/from '(\.\/[^']+)'/g)) await load(new URL(name ?? '', url).href, seen);
  }

  it('serves no file but its own', async () => {
    for (const name of ['draw.test.ts', 'nothing.css', '..%2fdoor.ts', '%2e%2e/door.ts'])
      expect((await get(`/simulator/page/${name}`)).status, name).toBe(404);
  });

  it('tells who asks for the headers alone, and follows nothing for them', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/simulator', '/simulator/events?conversation=test']) {
      const answer = await fetch(`${local.origin}${path}`, { method: 'HEAD', signal: AbortSignal.timeout(2_000) });
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, '']);
    }
  });

  it('is refused to a name that only leads here, and opened by the printed link', async () => {
    const foreign = 'bellhop.example';
    const signIn = { status: 401, body: expect.stringContaining('Open the link') };
    expect(await getAs(foreign, '/simulator')).toMatchObject(signIn);
    expect(await getAs(foreign, '/login?token=old', { accept: 'text/html,*/*' })).toMatchObject(signIn);
    expect((await getAs(foreign, '/simulator/page/style.css')).status).toBe(200);
    expect((await getAs(foreign, '/simulator/events?conversation=test')).status).toBe(401);
    expect((await getAs('127.0.0.1', '/simulator', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401);
    expect((await get('/login?token=wrong')).status).toBe(401);
    const link = await get(local.link.slice(local.origin.length));
    expect([link.status, link.headers.get('location'), link.headers.get('referrer-policy')]).toEqual([303, '/simulator', 'no-referrer']);
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await getAs(foreign, '/simulator', { cookie })).status).toBe(200);
  });

  it('takes no post from a page of another origin', async () => {
    expect((await say('b1', { text: 'greet Eve' }, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('metrics', () => {
  it('are for this machine, and for whoever has the token', async () => {
    const here = await get('/metrics');
    expect(await here.text()).toMatch(/^bellhop_accepted_total\{channel="web"\} [1-9]/m);
    expect((await getAs('bellhop.example', '/metrics')).status).toBe(401);
    expect((await getAs('bellhop.example', '/metrics', { authorization: 'Bearer metrics-token-of-the-tesT' })).status).toBe(401);
    expect((await getAs('bellhop.example', '/metrics', { authorization: `Bearer ${env.BELLHOP_METRICS_TOKEN}` })).status).toBe(200);
  });

  it('have the names and labels that are promised', async () => {
    const text = await (await get('/metrics')).text();
    for (const name of [
      'bellhop_accept_seconds_bucket',
      'bellhop_accepted_total{channel=',
      'bellhop_rejected_total{channel="web",reason="foreign_origin"}',
      'bellhop_duplicates_total{channel="web"} 2',
      'bellhop_queue_depth{priority="alert"}',
      'bellhop_queue_oldest_seconds{priority="report"}',
      'bellhop_run_seconds_bucket{le="0.005",command="greet"}',
      'bellhop_reply_seconds_bucket{le="0.005",channel="web"}',
      'bellhop_dead_letters 0',
      'bellhop_timer_lateness_seconds_bucket',
    ]) {
      expect(text).toContain(name);
    }
  });
});

describe('what the command line asks', () => {
  it('is answered with the token of the data folder alone', async () => {
    const ask = (headers: Record<string, string>) => get('/api/local/dead', headers);
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: 'Bearer x' })).status).toBe(401);
    const { token, url } = JSON.parse(readFileSync(join(env.BELLHOP_DATA, 'server.json'), 'utf8')) as Record<string, string>;
    expect(url).toBe(local.origin);
    const answer = await ask({ authorization: `Bearer ${token}` });
    expect([answer.status, await answer.json()]).toEqual([200, { dead: [] }]);
    expect((await get('/api/local/dead/none', { authorization: `Bearer ${token}` })).status).toBe(404);
    const run = (type: string) =>
      fetch(`${local.origin}/api/local/run`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body: '{"text":"greet Di"}',
      });
    expect([(await run('text/plain')).status, (await run('application/jsonx')).status]).toEqual([415, 415]);
    expect(await (await run('application/json; charset=utf-8')).json()).toMatchObject({ state: 'done', replies: [{ text: 'Hello Di' }] });
    expect(await (await get('/metrics')).text()).toMatch(/^bellhop_accepted_total\{channel="terminal"\} 1$/m);
  });
});

describe('starting and stopping', () => {
  it('ends streams, lets go of the folder, and starts there again', async () => {
    const data = join(folder, 'again');
    const first = await startLocal({ BELLHOP_DATA: data, PORT: '0' }, { output: { write() {} } });
    const stream = await fetch(`${first.origin}/simulator/events?conversation=x`);
    await expect(startLocal({ BELLHOP_DATA: data, PORT: '0' }, { output: { write() {} } })).rejects.toThrow(/in use by process \d+/);
    const startedAt = performance.now();
    await Promise.all([first.stop(), first.stop()]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await stream.text();
    await expect(fetch(`${first.origin}/healthz`)).rejects.toThrow();
    expect(existsSync(join(data, 'server.json'))).toBe(false);
    const second = await startLocal({ BELLHOP_DATA: data, PORT: '0' }, { output: { write() {} } });
    await second.stop();
  });

  it('says who has the port, before it touches any data', async () => {
    const data = join(folder, 'untouched');
    const port = new URL(local.origin).port;
    await expect(startLocal({ BELLHOP_DATA: data, PORT: port })).rejects.toThrow(
      `Nothing can listen at 127.0.0.1:${port}: something else already does.`,
    );
    expect(existsSync(data)).toBe(false);
  });

  it.each([
    [
      'a command’s name that is taken',
      `import { command } from 'bellhop/shared/command/define.ts';
       export const mine = command({ name: 'check', summary: 'x', run: () => undefined });`,
      /Two commands are named "check" \(in .*own\.ts\)\. Rename yours/,
    ],
    [
      'a channel’s name that is taken',
      `export const mine = { name: 'slack', settings: [], configure: () => ({ off: 'never' }) };`,
      /Two channels are named "slack"\. Rename yours/,
    ],
    [
      'a service that is given already',
      `export const mine = { name: 'mine', commands: [], services: () => ({ reminders: {} }) };`,
      /The skill mine gives the service "reminders"/,
    ],
  ])('says that a skill of one’s own has %s, and leaves nothing open', async (_, text, message) => {
    const own = mkdtempSync(join(folder, 'clash-'));
    const data = join(folder, 'clash-data');
    writeFileSync(join(own, 'own.ts'), text);
    const quiet = { output: { write() {} } };
    await expect(startLocal({ BELLHOP_DATA: data, PORT: '0', BELLHOP_SKILLS: own }, quiet)).rejects.toThrow(message);
    rmSync(own, { recursive: true });
    await (await startLocal({ BELLHOP_DATA: data, PORT: '0' }, quiet)).stop();
  });

  it('says that a folder can’t be made, even where the system has no end of missing parents', async () => {
    await expect(startLocal({ BELLHOP_DATA: '/proc/bellhop/data', PORT: '0' })).rejects.toThrow(
      /^BELLHOP_DATA is \/proc\/bellhop\/data, which can't be made: /,
    );
    await expect(startLocal({ BELLHOP_DATA: join(skills, 'greet.ts', 'data'), PORT: '0' })).rejects.toThrow(/can't be made: /);
  });
});
