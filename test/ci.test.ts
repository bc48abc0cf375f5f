import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** `.ci/run` beside an npm that says what it is told to: whatever happened, its last line counts it. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-ci-'));
  cpSync(fileURLToPath(new URL('../.ci', import.meta.url)), join(folder, '.ci'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin/npm'),
    `#!/bin/sh
[ "$1" = ci ] && exit "$CI_CODE"
[ "$2" = test:moto ] && { printf "%s" "$MOTO_SAYS"; exit "$MOTO_CODE"; }
printf "%s" "$SAYS"
exit "$CODE"
`,
    { mode: 0o755 },
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noPython = 'test:moto does nothing here: no python3.\n';

function run({ says = '', code = 0, ciCode = 0, motoSays = noPython, motoCode = 0 }): {
  readonly last: string | undefined;
  readonly exit: number | null;
} {
  const codes = { CODE: String(code), CI_CODE: String(ciCode), MOTO_CODE: String(motoCode) };
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, SAYS: says, MOTO_SAYS: motoSays, ...codes };
  const { stdout, status } = spawnSync(join(folder, '.ci/run'), { env, cwd: tmpdir(), encoding: 'utf8' });
  return { last: stdout.split('\n').at(-2), exit: status };
}

const files = (counts: string) => ` Test Files  ${counts}\n`;
const tests = (counts: string) => `      Tests  ${counts}\n   Start at  01:02:03\n`;

describe('the last line of .ci/run', () => {
  it.each([
    ['all pass', { says: files('3 passed (3)') + tests('345 passed (345)') }, '345 passed, 0 failed', 0],
    ['in colours', { says: '\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m345 passed\u001b[39m\u001b[22m (345)\n' }, '345 passed, 0 failed', 0],
    [
      'some fail',
      { says: files('2 failed | 3 passed (5)') + tests('12 failed | 345 passed | 2 skipped (359)'), code: 1 },
      '345 passed, 12 failed',
      1,
    ],
    ['a file can not be loaded', { says: files('1 failed | 2 passed (3)') + tests('30 passed (30)'), code: 1 }, '30 passed, 1 failed', 1],
    [
      'more files than tests fail',
      { says: files('3 failed | 2 passed (5)') + tests('1 failed | 30 passed (31)'), code: 1 },
      '30 passed, 3 failed',
      1,
    ],
    ['an error outside of any test', { says: `${tests('30 passed (30)')}     Errors  1 error\n`, code: 1 }, '30 passed, 1 failed', 1],
    [
      'a test that prints a summary',
      { says: `Tests  7 failed\n      Tests  5 failed | 1 passed (6)\n${tests('30 passed (30)')}` },
      '30 passed, 0 failed',
      0,
    ],
    ['types, lint or imports fail', { says: 'src.ts(1,1): error TS2322\n', code: 2 }, '0 passed, 1 failed', 2],
    ['npm ci fails', { ciCode: 7 }, '0 passed, 1 failed', 7],
    ['moto passes too', { says: tests('345 passed (345)'), motoSays: tests('270 passed | 6 skipped (276)') }, '615 passed, 0 failed', 0],
    ['moto fails', { says: tests('345 passed (345)'), motoSays: tests('2 failed | 268 passed (270)'), motoCode: 1 }, '613 passed, 2 failed', 1],
    ['moto is out of time', { says: tests('345 passed (345)'), motoCode: 1 }, '345 passed, 1 failed', 1],
    [
      'both fail',
      { says: tests('1 failed | 344 passed (345)'), code: 1, motoSays: tests('2 failed | 268 passed (270)'), motoCode: 1 },
      '612 passed, 3 failed',
      1,
    ],
    ['nothing ran', { says: tests('no tests') }, '0 passed, 1 failed', 1],
  ])('%s', (_, happened, last, exit) => {
    expect(run(happened)).toEqual({ last, exit });
  });
});
