import { describe, expect, it } from 'vitest';
import type { Texts } from './texts.ts';

/** A driver over the other side that stands in for its provider, in a state of its own. */
export interface TextsFixture {
  readonly texts: Texts;
  /** What went out, oldest first. */
  sent(): readonly { readonly to: string; readonly from: string; readonly body: string }[];
  /** The provider sends this number nothing any more. */
  stop(number: string): void;
  /** How the next call goes wrong. */
  wrong(how: 'busy' | 'down' | 'lost'): void;
}

/** What a driver of short messages promises. */
export function textsContract(name: string, open: () => TextsFixture): void {
  describe(`${name} keeps the promises of short messages`, () => {
    const to = '+14155550111';
    const send = ({ texts }: TextsFixture, number = to, signal = AbortSignal.timeout(5_000)) => texts.send(number, 'It is up ✓', { signal });

    it('sends from its number, and answers an id of its own for each', async () => {
      const fixture = open();
      const [first, second] = [await send(fixture), await send(fixture)];
      expect(first.id).not.toBe('');
      expect(second.id).not.toBe(first.id);
      const one = { to, from: fixture.texts.from, body: 'It is up ✓' };
      expect(fixture.sent().slice(-2)).toEqual([one, one]);
    });

    it('who is sent nothing any more, and what is no number, is out of reach', async () => {
      const fixture = open();
      fixture.stop('+14155550112');
      await expect(send(fixture, '+14155550112')).rejects.toMatchObject({ name: 'SendFailed', outOfReach: true, retryable: false });
      await expect(send(fixture, '1234')).rejects.toMatchObject({ outOfReach: true, retryable: false });
    });

    it.each([
      ['busy', false],
      ['down', true],
      ['lost', true],
    ] as const)('when its provider is %s it may be tried again, maybe sent: %s', async (how, maybeSent) => {
      const fixture = open();
      fixture.wrong(how);
      await expect(send(fixture)).rejects.toMatchObject({ name: 'SendFailed', retryable: true, maybeSent, outOfReach: false });
    });

    it('ends with the signal', async () => {
      await expect(send(open(), to, AbortSignal.abort())).rejects.toMatchObject({ name: 'SendFailed', retryable: true });
    });
  });
}
