import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { secretOf } from '../../jobs/checks/check.ts';
import { openKept } from '../../test/open-kept.ts';
import { checkSecrets } from '../core/check-secrets.ts';
import { main } from './main.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-secret-'));
afterAll(() => rmSync(root, { recursive: true }));

async function bellhop(words: readonly string[], typed = '') {
  const [out, err]: [string[], string[]] = [[], []];
  const shell = {
    env: { BELLHOP_DATA: join(root, 'data') },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: Readable.from([typed]),
    isTerminal: false,
  };
  return { code: await main(['secret', ...words], shell), out: out.join('\n'), err: err.join('\n') };
}

it('keeps what comes by standard input, and tells names alone', async () => {
  expect(await bellhop(['set', 'slack/T1', 'shop-token'], 'very secret\n')).toEqual({ code: 0, out: 'shop-token of slack/T1 is kept.', err: '' });
  expect(await bellhop(['list', 'slack/T1', '--json'])).toEqual({ code: 0, out: '{"names":["shop-token"]}', err: '' });
  expect(await bellhop(['list', 'slack/T2'])).toEqual({ code: 0, out: 'slack/T2 has no secrets.', err: '' });
});

it('keeps it where the checks of that tenant look for it, sealed, and takes it away', async () => {
  const { kept, atRest, close } = openKept();
  try {
    const { secrets } = kept();
    expect(await checkSecrets({ action: 'set', tenant: 'slack/T1', name: 'shop', value: 'very secret' }, secrets)).toEqual(['shop']);
    expect(await checkSecrets({ action: 'set', tenant: 'slack/T10', name: 'other', value: 'x' }, secrets)).toEqual(['other']);
    expect(await secrets.get(secretOf({ place: { channel: 'slack', tenant: 'T1' } }, 'shop'))).toBe('very secret');
    expect(await atRest()).not.toContain('very secret');
    expect(await checkSecrets({ action: 'delete', tenant: 'slack/T1', name: 'shop' }, secrets)).toEqual([]);
    for (const tenant of ['slack', 'slack/', '../T1', 'slack/T1/T2'])
      await expect(checkSecrets({ action: 'list', tenant }, secrets)).rejects.toMatchObject({ code: 'secret_unfit' });
    await expect(checkSecrets({ action: 'set', tenant: 'slack/T1', name: 'a b', value: 'x' }, secrets)).rejects.toMatchObject({
      code: 'secret_unfit',
    });
  } finally {
    await close();
  }
});

it('says what is wrong', async () => {
  expect(await bellhop(['set', 'slack/T1', 'empty'])).toMatchObject({ code: 1, err: expect.stringContaining('has no value') });
  expect(await bellhop(['set', 'slack/T1'])).toMatchObject({ code: 2 });
  expect(await bellhop(['show', 'slack/T1', 'x'])).toMatchObject({ code: 2 });
});
