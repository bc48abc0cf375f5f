import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { tcp, tools } from '../../../test/targets.ts';
import { Attempt } from './attempt.ts';
import { Wire } from './wire.ts';

/** What is said piece by piece, each in a packet of its own, read here. */
async function hearing(...pieces: readonly (string | Buffer)[]): Promise<Wire> {
  const port = await tcp((socket) => {
    socket.setNoDelay(true);
    const say = (at: number): void => {
      const piece = pieces[at];
      if (piece === undefined) return void socket.end();
      socket.write(piece, () => setImmediate(say, at + 1));
    };
    say(0);
  });
  return new Wire(connect(port, '127.0.0.1'), new Attempt(tools()));
}

it('reads bytes and lines over the borders of what comes, and keeps what was read as it was', async () => {
  const long = Buffer.alloc(40_000, 'x');
  const wire = await hearing('ab', 'cd\r\nline ', 'two\nrest', long, 'end\n');
  const first = await wire.bytes(3);
  expect(await wire.line()).toBe('d');
  expect(await wire.line()).toBe('line two');
  expect((await wire.bytes(4 + long.length)).subarray(4).equals(long)).toBe(true);
  expect(await wire.line()).toBe('end');
  expect(first.toString()).toBe('abc');
  await expect(wire.bytes(1)).rejects.toMatchObject({ code: 'half' });
});

it('finds words that come in two pieces, and tells what came instead', async () => {
  await (await hearing('all is w', 'ell')).until('well');
  await expect((await hearing('all is', ' lost')).until('well')).rejects.toMatchObject({ code: 'phrase_missing', detail: 'all is lost' });
});

it('reads no line and no answer longer than anybody needs', async () => {
  await expect((await hearing(Buffer.alloc(10_000, 'x'))).line()).rejects.toMatchObject({ code: 'too_much' });
  await expect((await hearing(Buffer.alloc(300_000, 'x'))).until('well')).rejects.toMatchObject({ code: 'phrase_missing' });
  await expect((await hearing('x')).bytes(300_000)).rejects.toMatchObject({ code: 'too_much' });
});

it('hands the connection on only when nothing was said too early', async () => {
  const wire = await hearing('220 go\r\nmore');
  expect(await wire.line()).toBe('220 go');
  expect(() => wire.release()).toThrow('too_much');
});
