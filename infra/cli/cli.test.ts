import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channels } from '../../bots/index.ts';
import { compiled } from '../../test/process.ts';
import { coreSettings } from '../settings/core.ts';

const cli = fileURLToPath(new URL('./bellhop.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'bellhop-cli-'));
const skills = join(root, 'skills');
const env = { PATH: process.env.PATH, ...compiled, TZ: 'UTC', BELLHOP_DATA: join(root, 'data'), BELLHOP_SKILLS: skills };

beforeAll(() => {
  mkdirSync(skills);
  writeFileSync(
    join(skills, 'commands.ts'),
    `import { command } from 'bellhop/shared/command/define.ts';
     import { text } from 'bellhop/shared/command/kinds/index.ts';
     import { reply } from 'bellhop/shared/reply/reply.ts';
     import { BellhopError } from 'bellhop/shared/errors.ts';
     export const greet = command({ name: 'greet', summary: 'x', params: { who: text() }, run: ({ who }: { who: string }) => reply('Hello ' + who) });
     export const sick = command({ name: 'sick', summary: 'x', run: () => reply('It is down', { severity: 'error' }) });
     export const broken = command({ name: 'broken', summary: 'x', run: () => { throw new BellhopError('no', 'It does not work.'); } });
     export const stray = command({ name: 'stray', summary: 'x', run: () => { void Promise.reject(new Error('gone astray')); return reply('Went on'); } });
     export const hang = command({ name: 'hang', summary: 'x', run: () => new Promise<never>(() => {}) });
     export const lost = command({ name: 'lost', summary: 'x', async run() { throw new BellhopError('lost', 'Nothing there.', { retryable: true }); } });`,
  );
  writeFileSync(
    join(skills, 'pigeon.ts'),
    `import { appendFileSync, existsSync } from 'node:fs';
     import { SendFailed } from 'bellhop/shared/errors.ts';
     const place = { channel: 'pigeon', bot: 'main', tenant: 'loft', conversation: 'roof', direct: true };
     export const pigeon = {
       name: 'pigeon',
       settings: [],
       configure: () => ({
         on: {
           name: 'pigeon',
           can: { buttons: 0, tokenBytes: 64, text: 100, images: false, edit: false, private: true, tables: false, voice: false, proactive: true },
           limits: [],
           routes: [{ method: 'POST', path: '/pigeon' }],
           receive: ({ body }: { body: Buffer }) => ({
             kind: 'inbound',
             inbound: [{ key: body.toString(), place, from: { user: 'bird' }, said: { kind: 'text', text: 'greet ' + body }, saidAt: Date.now() }],
             ack: { status: 200 },
           }),
           render: (reply: { text: string }) => [{ text: reply.text }],
           async send({ text }: { text: string }) {
             if (!existsSync('${join(root, 'fit')}')) throw new SendFailed('ill', 'The pigeon is ill.', { hint: 'Feed it.' });
             appendFileSync('${join(root, 'flown')}', text + '\\n');
             return {};
           },
           busy: () => ({ status: 503 }),
         },
       }),
     };`,
  );
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function started(words: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [cli, ...words], { env: { ...env, ...more }, cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
}

function bellhop(words: readonly string[], more: Readonly<Record<string, string>> = {}, input = ''): Promise<Ended> {
  const child = started(words, more);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('the command line', () => {
  it.each([
    [[], 2, /^Say what to do\.\n\nUsage: bellhop VERB/],
    [['frobnicate'], 2, /^There is no "frobnicate"\.\n\nUsage/],
    [['start', '--frobnicate'], 2, /Unknown option '--frobnicate'/],
    [['start', 'now'], 2, /Usage: bellhop start/],
    [['run'], 2, /Usage: bellhop run/],
    [['deploy', 'prod'], 2, /Usage: bellhop deploy/],
    [['deploy'], 2, /Nobody can be asked here: say --yes/],
    [['deploy', '--json', '--stage', 'prod'], 2, /say --yes/],
    [['run', '--yes', 'x'], 2, /it takes no --yes/],
    [['run', ' '], 2, /Usage: bellhop run/],
    [['dead'], 2, /Usage: bellhop dead list/],
    [['dead', 'show'], 2, /Usage: bellhop dead list/],
    [['dead', 'bury', 'x'], 2, /"bury x" is not one of its forms/],
    [['simulate', 'pigeon'], 2, /"pigeon" can't be simulated: slack, teams, telegram, messenger, sms, email, alexa can\./],
  ])('says how it is used, exit 2: bellhop %j', async (words, code, message) => {
    const ended = await bellhop(words);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(message);
    expect(ended.out).toBe('');
  });

  it('helps on standard output, exit 0', async () => {
    const [all, one, version] = await Promise.all([bellhop(['--help']), bellhop(['dead', '--help']), bellhop(['--version'])]);
    expect([all.code, one.code, version.code]).toEqual([0, 0, 0]);
    for (const verb of ['start', 'simulate', 'run', 'dead', 'doctor']) expect(all.out).toContain(`\n  ${verb}`);
    expect(one.out).toMatch(/^bellhop dead list/);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('lists all that is wrong with the settings, shows no secret, exit 1', async () => {
    const wrong = { PORT: '99999', BELLHOP_SKILLZ: 'x', SLACK_BOT_TOKEN: 'hunter2', TELEGRAM_BOT_TOKEN: 'hunter3' };
    const [start, json] = await Promise.all([bellhop(['start'], wrong), bellhop(['start', '--json'], wrong)]);
    expect([start.code, json.code]).toEqual([1, 1]);
    for (const name of ['PORT', 'BELLHOP_SKILLS', 'SLACK_BOT_TOKEN', 'TELEGRAM_BOT_TOKEN']) expect(start.err).toContain(name);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'settings' } });
    expect(start.err + json.out).not.toMatch(/hunter/);
  });

  it('reads .env in the folder it is started in', async () => {
    writeFileSync(join(root, '.env'), 'BELLHOP_ENV=nonsense\n');
    const ended = await bellhop(['run', 'greet Ann']);
    rmSync(join(root, '.env'));
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('BELLHOP_ENV is "nonsense": it must be production or test.')]);
  });
});

describe('run', () => {
  it.each([
    ['greet Ann', 0, 'Hello Ann\n'],
    ['sick', 1, '✗ It is down\n'],
    ['broken', 1, /It does not work\./],
    ['lost', 1, /Nothing there\./],
    ['blub', 1, /I don't know “blub”/],
  ])('answers on standard output, without a server: %s → %i', async (text, code, out) => {
    const ended = await bellhop(['run', text]);
    expect(ended.code).toBe(code);
    if (typeof out === 'string') expect(ended.out).toBe(out);
    else expect(ended.out).toMatch(out);
    expect(ended.err).not.toMatch(/ExperimentalWarning|at file:/);
  });

  it('says that a question can’t be answered here', async () => {
    const ended = await bellhop(['run', 'greet']);
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('give everything in one line')]);
  });

  it('prints the outcome as JSON', async () => {
    const ended = await bellhop(['run', 'greet', 'Ann', '--json']);
    expect(JSON.parse(ended.out)).toMatchObject({ state: 'done', name: 'greet', replies: [{ text: 'Hello Ann' }] });
  });
});

describe('doctor', () => {
  it('finds nothing wrong with a fresh machine, exit 0', async () => {
    const ended = await bellhop(['doctor', '--json'], { PORT: '0' });
    expect(ended.code).toBe(0);
    const { findings } = JSON.parse(ended.out) as { findings: { about: string; state: string }[] };
    const states = Object.fromEntries(findings.map(({ about, state }) => [about, state]));
    expect(states).toMatchObject({ 'data folder': 'ok', server: 'ok', 'own skills': 'ok', web: 'ok', slack: 'off', telegram: 'off', clock: 'off' });
  });

  it('has a line for each setting, and no secret in it', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const ended = await bellhop(['doctor'], { PORT: '0', BELLHOP_KEY: key, LOG_LEVEL: 'loud', BELLHOP_FROB: '1', TEAMS_APP_ID: 'x' });
    for (const name of [...Object.values(coreSettings), ...channels.flatMap((channel) => channel.settings)].map((setting) => setting.name)) {
      expect(ended.out).toMatch(new RegExp(`^[✓–✗] ${name} +\\S`, 'm'));
    }
    expect(ended.out).toMatch(/✓ PORT +0\n/);
    expect(ended.out).toMatch(/✓ BELLHOP_KEY +set\n/);
    expect(ended.out).toMatch(/✓ BELLHOP_ENV +production \(the default\)\n/);
    expect(ended.out).toMatch(/– SLACK_APP_TOKEN +not set \(/);
    expect(ended.out).toMatch(/✗ LOG_LEVEL +is "loud": it must be trace/);
    expect(ended.out).toMatch(/✗ TEAMS_TENANT_ID +Teams .*TEAMS_TENANT_ID/);
    expect(ended.out).toMatch(/✗ settings +BELLHOP_FROB is no setting of Bellhop\./);
    expect(ended.out).not.toContain(key);
    expect(ended.code).toBe(1);
  });

  it('says what is wrong and how to mend it, exit 1', async () => {
    const data = join(root, 'open');
    mkdirSync(data);
    chmodSync(data, 0o755);
    writeFileSync(join(data, 'bellhop.db'), 'this is no database, whatever its name says'.repeat(100));
    const ended = await bellhop(['doctor'], { BELLHOP_DATA: data, PORT: '0', TELEGRAM_BOT_TOKEN: '1:x', TELEGRAM_API_ROOT: 'http://127.0.0.1:9' });
    expect(ended.code).toBe(1);
    expect(ended.out).toMatch(/✗ data folder .*other users.*\n.*→ chmod 700/);
    expect(ended.out).toMatch(/✗ database +can't be read: .*not a database/);
    expect(ended.out).toMatch(/✗ telegram /);
    expect(readFileSync(join(data, 'bellhop.db'), 'latin1')).toMatch(/^this is no database/);
  });
});

/** Starts a server and waits until it says that it is ready. */
async function serving(data = env.BELLHOP_DATA) {
  const child = started(['start'], { PORT: '0', BELLHOP_DATA: data });
  let logged = '';
  child.stdout?.on('data', (chunk) => {
    logged += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Control-C')) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  const { url } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { url: string };
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid, said, url, stop, logged: () => logged };
}

const say = (url: string, text: string) =>
  fetch(`${url}/simulator/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: text, conversation: 'c', text }),
  });

describe('a server and the command line beside it', () => {
  it('share one data folder; a signal ends the server with exit 0', async () => {
    const { said, url, pid, stop } = await serving();
    expect(said).toMatch(/^\n?Bellhop \d\S+ is ready: http:\/\/127\.0\.0\.1:\d+\/login\?token=/m);
    expect(said).toMatch(/off +slack +Set SLACK_BOT_TOKEN/);
    const [answer, twice, doctor, talk] = await Promise.all([
      bellhop(['run', 'greet Ann']),
      bellhop(['start'], { PORT: '0' }),
      bellhop(['doctor'], { PORT: '0' }),
      bellhop(['simulate', 'telegram'], {}, 'greet Bob\nremind me tomorrow at 9 to call Kim\n1\ngreet\n1\nsick\n'),
    ]);
    expect(answer).toMatchObject({ code: 0, out: 'Hello Ann\n' });
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining(`in use by process ${pid}`) });
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining(`running and ready at ${url}`) });
    expect(talk.code).toBe(0);
    // One line after the other, each button pressed as it was answered.
    expect(talk.out.split('\n').filter(Boolean)).toEqual([
      'Hello Bob',
      expect.stringContaining("I'll remind you to call Kim tomorrow at 09:00 (UTC)."),
      ' [1 Forget it]',
      expect.stringContaining('Forgotten: call Kim'),
      ' [1 Undo]',
      expect.stringMatching(/\?$/),
      'Hello 1',
      '❌ It is down',
    ]);
    expect(await stop()).toBe(0);
  });

  it('a stop waits for what is running, gives its lease back within 10 s, and a second signal ends it at once', async () => {
    // A folder of its own: whoever starts there later runs it again, and has to wait for it too.
    const data = join(root, 'hanging');
    const patient = await serving(data);
    expect((await say(patient.url, 'hang')).status).toBe(202);
    const startedAt = performance.now();
    expect(await patient.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);

    const hasty = await serving(data);
    const again = performance.now();
    const [code] = await Promise.all([hasty.stop(), new Promise((resolve) => setTimeout(resolve, 200)).then(hasty.stop)]);
    expect([code, performance.now() - again < 5_000]).toEqual([1, true]);
  }, 30_000);

  it('a promise that fails and that nobody waited for is in the log, and takes nobody down', async () => {
    const server = await serving();
    expect((await say(server.url, 'stray')).status).toBe(202);
    await expect.poll(server.logged, { timeout: 5_000 }).toContain('gone astray');
    expect(server.logged()).toContain('A promise failed that nobody waited for.');
    expect(await bellhop(['run', 'greet Ann'])).toMatchObject({ code: 0, out: 'Hello Ann\n' });
    expect(await server.stop()).toBe(0);
  });

  it('list, show, drop and redrive dead letters, with the server and without it', async () => {
    const dead = async () => (JSON.parse((await bellhop(['dead', 'list', '--json'])).out) as { dead: { id: string }[] }).dead.map(({ id }) => id);
    expect(await bellhop(['dead', 'list'])).toMatchObject({ code: 0, out: 'There are no dead letters.\n' });
    const first = await serving();
    for (const body of ['coo', 'purr']) expect((await fetch(`${first.url}/pigeon`, { method: 'POST', body })).status).toBe(200);
    await expect.poll(async () => (await dead()).length, { timeout: 10_000, interval: 200 }).toBe(2);
    const [kept = '', dropped = ''] = await dead();
    const shown = await bellhop(['dead', 'show', kept]);
    expect(JSON.parse(shown.out)).toMatchObject({ delivery: { state: 'dead', reason: 'The pigeon is ill. Feed it.' } });
    expect((await bellhop(['dead', 'list'])).out).toContain('reply not delivered: The pigeon is ill. Feed it.');
    expect((await bellhop(['dead', 'drop', dropped])).code).toBe(0);
    expect(await first.stop()).toBe(0);

    expect(await dead()).toEqual([kept]);
    expect(await bellhop(['dead', 'drop', dropped])).toMatchObject({ code: 1, err: expect.stringContaining(`There is no dead letter ${dropped}.`) });
    writeFileSync(join(root, 'fit'), '');
    expect((await bellhop(['dead', 'redrive', kept])).code).toBe(0);
    expect(await dead()).toEqual([]);
    const second = await serving();
    await expect
      .poll(() => (existsSync(join(root, 'flown')) ? readFileSync(join(root, 'flown'), 'utf8') : ''), { timeout: 10_000 })
      .toMatch(/^Hello (coo|purr)\n$/);
    expect(await second.stop()).toBe(0);
  });
});
