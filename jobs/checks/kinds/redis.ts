import { z } from 'zod';
import { Failure } from './failure.ts';
import { host, hostAndPort, port, sayHost } from './host.ts';
import { checkKind, common } from './make.ts';
import { revealed, secret } from './secret.ts';
import { certificateDays, trust } from './secure.ts';
import { open } from './tcp.ts';
import { Wire } from './wire.ts';

const config = z.strictObject({
  host,
  port: port.optional(),
  user: z.string().min(1).max(128).optional(),
  password: secret.optional(),
  tls: z.boolean().optional(),
  trust: trust.optional(),
  certificateDays: certificateDays.optional(),
  query: z.array(z.string().max(1_000)).min(1).max(20).optional().describe('A command and its arguments, ["GET", "health"]; PING unless said.'),
  is: z.string().max(1_000).optional().describe('What the answer must be, as text.'),
  ...common,
});
type Config = z.infer<typeof config>;

const usual = 6379;

/** Redis, Valkey and their like, which answer a command (RESP 2, Redis' protocol specification). */
export const redis = checkKind<Config>({
  kind: 'redis',
  config,
  target: ({ host, port = usual }) => sayHost({ host, port }),
  read: (words) => hostAndPort(words, usual),
  async look({ host, port = usual, user, password, query = ['PING'], is, ...secure }, attempt) {
    const known = password === undefined ? undefined : await revealed(password, attempt);
    const wire = new Wire(await open({ host, port, ...secure }, attempt), attempt);
    if (known !== undefined) {
      wire.write(asked(['AUTH', ...(user === undefined ? [] : [user]), known]));
      await answer(wire);
    }
    wire.write(asked(query));
    const said = await answer(wire);
    if (is !== undefined && said !== is) throw new Failure('value_other', {}, { detail: said ?? 'nil' });
    return said === null ? {} : { detail: said.slice(0, 200) };
  },
});

const asked = (words: readonly string[]) => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/** One answer as text; null for none. Throws Failure `refused` for an error of theirs, with their words. */
async function answer(wire: Wire): Promise<string | null> {
  const line = await wire.line();
  const rest = line.slice(1);
  switch (line.charAt(0)) {
    case '+':
    case ':':
      return rest;
    case '-':
      throw new Failure('refused', { code: rest.split(' ', 1)[0] ?? '' }, { detail: rest });
    case '$': {
      const length = Number(rest);
      if (!/^(-1|\d{1,9})$/.test(rest)) throw new Failure('odd_talk', {}, { detail: line });
      return length < 0 ? null : (await wire.bytes(length + 2)).toString('utf8', 0, length);
    }
    // Of a list its length is enough.
    case '*':
      return rest;
    default:
      throw new Failure('odd_talk', {}, { detail: line });
  }
}
