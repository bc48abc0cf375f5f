import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../timers/manual-clock.ts';
import { eventually, insist, type Patient } from '../timers/patience.contract.ts';
import type { Secrets } from './secrets.ts';

/** Fresh secrets, none kept. */
export interface SecretsSubject extends Patient {
  readonly secrets: Secrets;
  readonly clock: ManualClock;
  /** Those of another process, over the same store. */
  another(): Promise<Secrets>;
  /** All that lies in the store, as text. */
  atRest(): Promise<string>;
  close(): Promise<void>;
}

/** The promises all secrets keep. `kind` false: those that hold behind an unkind wrapper too. */
export function secretsContract(name: string, open: () => Promise<SecretsSubject>, { kind = true } = {}): void {
  describe(`${name} keep their promises`, () => {
    it('give each value as it was put, by its name alone', async () => {
      const { secrets, close } = await open();
      const names = fc.stringMatching(/^[\w.:@/-]{1,40}$/);
      const kept = new Map<string, string>();
      await fc.assert(
        fc.asyncProperty(names, fc.string({ unit: 'binary' }), async (name, value) => {
          await insist(() => secrets.put(name, value));
          kept.set(name, value);
        }),
        { numRuns: 30 },
      );
      for (const value of ['', '\ud800', 'a\u0000b', 'x'.repeat(65_536)])
        await insist(() => secrets.put('slack/T1/bot_token', value)).then(() => kept.set('slack/T1/bot_token', value));
      for (const [name, value] of kept) expect(await insist(() => secrets.get(name))).toBe(value);
      expect(await secrets.get('slack/T1/bot_toke')).toBeNull();
      await close();
    });

    it('lie nowhere as they are, and never twice the same', async () => {
      const { secrets, atRest, close } = await open();
      await insist(() => secrets.put('a', 'xoxb-very-secret'));
      await insist(() => secrets.put('b', 'xoxb-very-secret'));
      const text = await atRest();
      for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const)
        expect(text).not.toContain(Buffer.from('xoxb-very-secret').toString(form).slice(0, 18));
      const sealed = [...text.matchAll(/"sealed":"([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(sealed).size).toBe(sealed.length);
      expect(sealed.length).toBe(2);
      await close();
    });

    it('are replaced, deleted, and listed by name, never by value', async () => {
      const subject = await open();
      const { secrets, close } = subject;
      for (const name of ['slack/T1/token', 'slack/T10/token', 'slack/T1/secret', 'teams/a', 'x'])
        await insist(() => secrets.put(name, `of ${name}`));
      await insist(() => secrets.put('x', 'new'));
      await insist(() => secrets.delete('teams/a'));
      await insist(() => secrets.delete('never'));
      expect([await insist(() => secrets.get('x')), await secrets.get('teams/a')]).toEqual(['new', null]);
      const all = ['slack/T1/secret', 'slack/T1/token', 'slack/T10/token', 'x'];
      await eventually(subject, async () => expect(await secrets.list('')).toEqual({ names: all, next: null }));
      await eventually(subject, async () => expect((await secrets.list('slack/T1/')).names).toEqual(all.slice(0, 2)));
      await eventually(subject, async () => expect((await secrets.list('slack/T1')).names).toEqual(all.slice(0, 3)));
      expect((await secrets.list('teams/b')).names).toEqual([]);
      const first = await secrets.list('', { limit: 3 });
      expect(first.names).toEqual(all.slice(0, 3));
      expect(await secrets.list('', { limit: 3, after: first.next ?? '' })).toEqual({ names: ['x'], next: null });
      await close();
    });

    it('are read by other processes, as they put them', async () => {
      const { secrets, another, close } = await open();
      const other = await another();
      await Promise.all([insist(() => secrets.put('a', '1')), insist(() => other.put('b', '2'))]);
      expect([await insist(() => other.get('a')), await insist(() => secrets.get('b'))]).toEqual(['1', '2']);
      await insist(() => other.put('a', '3'));
      expect(await insist(() => secrets.get('a'))).toBe('3');
      await close();
    });

    it('stay readable over rotations, and are sealed anew when they are read', async () => {
      const { secrets, another, atRest, clock, close } = await open();
      const keysAtRest = async () => new Set([...(await atRest()).matchAll(/"keyId":"(\w+)"/g)].map((match) => match[1]));
      await insist(() => secrets.put('a', '1'));
      await insist(() => secrets.put('b', '2'));
      const [before] = await keysAtRest();
      const other = await another();
      expect(await insist(() => other.get('b'))).toBe('2');
      await insist(() => secrets.rotate());
      expect(await keysAtRest()).toEqual(new Set([before]));
      await insist(() => secrets.put('c', '3'));
      expect([await insist(() => secrets.get('a')), await insist(() => other.get('c'))]).toEqual(['1', '3']);
      await clock.advance(300_000);
      for (let i = 0; i < 8; i++) expect(await insist(() => other.get('b'))).toBe('2');
      for (let i = 0; i < 8; i++) expect(await insist(() => other.get('a'))).toBe('1');
      expect((await keysAtRest()).has(before)).toBe(false);
      for (let i = 0; i < 3; i++) {
        await insist(() => other.rotate());
        expect(await insist(() => secrets.get('a'))).toBe('1');
      }
      await close();
    });

    it('refuse what can be no name, and what is too large', async () => {
      const { secrets, close } = await open();
      for (const bad of ['', ' ', 'a b', 'ä', 'x'.repeat(201), 'a\n']) {
        await expect(insist(() => secrets.put(bad, 'x'))).rejects.toBeInstanceOf(TypeError);
        await expect(insist(() => secrets.get(bad))).rejects.toBeInstanceOf(TypeError);
        await expect(insist(() => secrets.delete(bad))).rejects.toBeInstanceOf(TypeError);
      }
      await expect(insist(() => secrets.put('a', 'ä'.repeat(32_769)))).rejects.toMatchObject({ code: 'secret_too_large' });
      expect(await secrets.get('a')).toBeNull();
      await close();
    });

    if (!kind) return;

    it('are rotated by many at once without losing a key', async () => {
      const { secrets, another, close } = await open();
      await secrets.put('a', '1');
      const all = [secrets, await another(), await another()];
      await Promise.all(all.flatMap((one, i) => [one.put(`n${i}`, `${i}`), one.rotate(), one.get('a'), one.put(`m${i}`, `${i}`)]));
      for (const one of all) for (let i = 0; i < 3; i++) expect([await one.get(`n${i}`), await one.get(`m${i}`)]).toEqual([`${i}`, `${i}`]);
      await close();
    });
  });
}
