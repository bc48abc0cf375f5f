import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { printerOf, terminalChannel } from './channel.ts';

const columns = 20;
const ended: AbortController[] = [];
afterEach(() => {
  for (const one of ended.splice(0)) one.abort();
});

/** A prompt on a terminal of 20 columns, and what stands on its screen. */
async function open() {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 50 });
  let bytes = '';
  output.on('data', (chunk) => {
    bytes += chunk;
  });
  const channel = terminalChannel({ input, output, clock: { now: () => 5 }, user: 'ann' });
  const end = new AbortController();
  ended.push(end);
  void channel.listen?.({ accept: async () => ({ known: false }), signal: end.signal, log: { info() {}, warn() {} }, report() {} });
  const shows = (lines: readonly string[]) => expect.poll(() => screen(bytes)).toEqual(lines);
  await shows(['>']);
  return { input, shows, print: printerOf(channel) ?? (() => {}) };
}

/** What a terminal of 20 columns shows after these bytes: text, line breaks, and the few control sequences that Node's readline writes. */
function screen(bytes: string): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  for (const [, code, final, char = ''] of bytes.matchAll(/\u001b\[(\d*)([A-Z])|([^\u001b])/g)) {
    const n = Number(code || 1);
    if (final === 'A') row -= n;
    else if (final === 'B') row += n;
    else if (final === 'C') column += n;
    else if (final === 'D') column -= n;
    else if (final === 'G') column = n - 1;
    else if (final === 'K') rows[row]?.splice(column);
    else if (final === 'J') {
      rows[row]?.splice(column);
      rows.splice(row + 1);
    } else if (char === '\r') column = 0;
    else if (char === '\n') [row, column] = [row + 1, 0];
    else {
      if (column === columns) [row, column] = [row + 1, 0];
      while (rows.length <= row) rows.push([]);
      const line = rows[row] ?? [];
      while (line.length < column) line.push(' ');
      line[column++] = char;
    }
  }
  return rows.map((line) => line.join('').trimEnd());
}

describe('what is printed while a line is being typed', () => {
  it('stands above it, and the line goes on', async () => {
    const { input, shows, print } = await open();
    input.write('remind');
    await shows(['> remind']);
    print('Reminder: stretch');
    await shows(['Reminder: stretch', '> remind']);
    input.write(' me');
    await shows(['Reminder: stretch', '> remind me']);
  });

  it('also of a line longer than the terminal is wide, wherever the cursor is in it', async () => {
    const { input, shows, print } = await open();
    input.write('remind me in thirty minutes to nap');
    await shows(['> remind me in thirt', 'y minutes to nap']);
    print('Reminder: call Kim');
    await shows(['Reminder: call Kim', '> remind me in thirt', 'y minutes to nap']);
    for (let i = 0; i < 30; i++) input.write('\u001b[D');
    input.write('!');
    print('again');
    input.write('?');
    await shows(['Reminder: call Kim', 'again', '> remi!?nd me in thi', 'rty minutes to nap']);
  });

  it('says that the server goes on when the prompt is closed', async () => {
    const { input, shows } = await open();
    input.write('\u0004');
    await shows(['>', 'The prompt is closed', '; everything else go', 'es on. Control-C sto', 'ps it.']);
  });
});
