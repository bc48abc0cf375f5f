import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { loadOwn } from '../../core/own.ts';
import { bundle, entryFile } from '../cdk/bundle.ts';

let aws: Aws;
let stage: StageParts;
let folder: string;
let handler: typeof import('./ingress-own.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

/** Takes words that know the password, and writes what is answered into a file. */
const pigeon = (sent: string) => `
  import { appendFileSync } from 'node:fs';
  const place = { channel: 'pigeon', bot: 'main', tenant: 'loft', conversation: 'roof', direct: true };
  export const pigeon = {
    name: 'pigeon',
    settings: [],
    routes: [{ method: 'POST', path: '/pigeon' }],
    configure: (_, { clock }) => ({
      on: {
        name: 'pigeon',
        can: { buttons: 0, tokenBytes: 64, text: 100, images: false, edit: false, private: true, tables: false, voice: false, proactive: true },
        limits: [],
        routes: [{ method: 'POST', path: '/pigeon' }],
        receive({ headers, body }) {
          if (headers.password !== 'grain') return { kind: 'refused', ack: { status: 401 }, reason: 'password' };
          const said = { kind: 'text', text: body.toString() };
          const files = headers.carries ? { files: [{ name: headers.carries, mediaType: 'text/plain', ref: 'leg' }] } : {};
          return { kind: 'inbound', inbound: [{ key: body.toString(), place, from: { user: 'kim' }, said, ...files, saidAt: clock.now() }], ack: { status: 200 } };
        },
        render: (reply) => [{ text: reply.text }],
        async send({ text }) { appendFileSync(${JSON.stringify(sent)}, text + '\\n'); return {}; },
        async openFile({ ref }) { return (async function* () { yield Buffer.from('from the ' + ref); })(); },
        busy: () => ({ status: 503 }),
      },
    }),
  };`;

/** Reads a file that came along. */
const unroll = `
  import { command } from 'bellhop/shared/command/define.ts';
  import { file } from 'bellhop/shared/command/kinds/index.ts';
  import { reply } from 'bellhop/shared/reply/reply.ts';
  export const unroll = command({
    name: 'unroll',
    summary: 'Reads a letter',
    params: { letter: file() },
    async run({ letter }, { openFile }) {
      const pieces = [];
      for await (const piece of await openFile(letter)) pieces.push(piece);
      return reply(letter.name + ': ' + Buffer.concat(pieces));
    },
  });`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-own-'));
  writeFileSync(join(folder, 'pigeon.ts'), pigeon(join(folder, 'sent.txt')));
  writeFileSync(join(folder, 'unroll.ts'), unroll);
  aws = await startAws();
  stage = await makeStageParts(aws, {});
  for (const [name, value] of Object.entries({ ...stage.env, BELLHOP_SKILLS: folder })) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  [{ handler }, { handler: run }, { handler: deliver }] = await Promise.all([import('./ingress-own.ts'), import('./run.ts'), import('./deliver.ts')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await aws.close();
  rmSync(folder, { recursive: true });
});

it("takes what a channel of one's own is sent, at its route, and answers there; who it refuses is refused", async () => {
  expect(await handler(httpEvent('/pigeon', {}, 'whoami'))).toMatchObject({ statusCode: 401 });
  expect(await handler(httpEvent('/crow', {}, 'whoami'))).toMatchObject({ statusCode: 404 });
  expect(await handler(httpEvent('/pigeon', { password: 'grain' }, 'whoami'))).toMatchObject({ statusCode: 200 });
  await handOver(aws, stage, 'run-quick-interactive', run);
  await handOver(aws, stage, 'deliver', deliver);
  expect(readFileSync(join(folder, 'sent.txt'), 'utf8')).toBe('I know you by your id here.\n');
});

it('takes a file that comes along to the command, whose handler reads it', async () => {
  expect(await handler(httpEvent('/pigeon', { password: 'grain', carries: 'letter.txt' }, 'unroll'))).toMatchObject({ statusCode: 200 });
  await handOver(aws, stage, 'run-quick-interactive', run);
  await handOver(aws, stage, 'deliver', deliver);
  expect(readFileSync(join(folder, 'sent.txt'), 'utf8')).toContain('letter.txt: from the leg\n');
});

it('goes into the bundle of its way in, as it is', async () => {
  const own = await loadOwn([folder]);
  const { inputs } = bundle(entryFile('ingress-own'), join(folder, 'out'), own);
  expect(inputs.some((file) => file.endsWith('pigeon.ts'))).toBe(true);
  expect(inputs.filter((file) => /^(skills|jobs)\//.test(file))).toEqual([]);
});
