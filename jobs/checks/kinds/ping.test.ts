import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { allowList } from '../../../shared/net/allow.ts';
import { tools } from '../../../test/targets.ts';
import { lateAt } from './heartbeat.ts';
import { pingKind } from './ping.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-ping-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that stands for the system's: what it says, and how it ends. */
function program(name: string, script: string) {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return pingKind(file);
}
const look = (kind: ReturnType<typeof pingKind>, more: object = {}) => kind.run({ host: 'good.test' }, tools(more));

it('is up when the echo comes back, and took what ping says', async () => {
  const good = program('good', 'echo "64 bytes from $5$6$7: icmp_seq=1 ttl=64 time=12.3 ms"');
  expect(await look(good)).toMatchObject({ up: true, ms: 12.3 });
});

it('is given the address that was checked, and nothing else', async () => {
  const told = program('told', 'echo "$@"; exit 1');
  expect(await look(told)).toMatchObject({ up: false, code: 'no_echo' });
  expect(await look(program('checks', 'for last; do :; done; [ "$last" = 127.0.0.1 ]'))).toMatchObject({ up: true });
  expect(await look(told, { allow: allowList('') })).toMatchObject({ up: false, code: 'address_not_allowed' });
});

it('says that there is none, or that it may not, which says nothing of the host', async () => {
  expect(await look(pingKind(join(folder, 'nowhere')))).toMatchObject({ up: false, code: 'no_ping' });
  const forbidden = program('forbidden', 'echo "ping: socket: Operation not permitted" >&2; exit 2');
  expect(await forbidden.run({ host: 'good.test', inverted: true }, tools())).toMatchObject({ up: false, code: 'no_ping' });
});

it('ends one that hangs', async () => {
  expect(await look(program('hangs', 'exec sleep 60'), { timeoutMs: 50 })).toMatchObject({ up: false, code: 'deadline' });
});

it('knows when a report is late', () => {
  expect(lateAt({ everyMs: 60_000 }, 1_000_000)).toBe(1_066_000);
  expect(lateAt({ everyMs: 86_400_000 }, 0)).toBe(86_460_000);
  expect(lateAt({ everyMs: 60_000, graceMs: 0 }, 0)).toBe(60_000);
});
