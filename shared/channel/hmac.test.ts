import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256 } from './hmac.ts';

it('is the HMAC that the library makes, for keys and messages of any length, one after another', () => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
  const head = fc.string({ unit: 'binary-ascii', maxLength: 30 });
  fc.assert(
    fc.property(bytes(200), fc.array(fc.tuple(head, bytes(300)), { maxLength: 5 }), fc.nat({ max: 20_000 }), (key, messages, length) => {
      const hmac = hmacSha256(key);
      for (const [head, body] of [...messages, ['v0:', Buffer.alloc(length, 'é')] as const])
        expect(hmac(head, body)).toBe(createHmac('sha256', key).update(head).update(body).digest('hex'));
    }),
  );
});
