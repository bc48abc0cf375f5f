import { expect, it } from 'vitest';
import { BellhopError, errorOf } from './errors.ts';

it.each([
  [undefined, undefined],
  [2_000, 2_000],
  [-5, 0],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, 86_400_000],
  [1e15, 86_400_000],
])('a wish to be left alone for %s ms counts as %s', (retryAfterMs, counts) => {
  expect(new BellhopError('busy', 'Busy.', retryAfterMs === undefined ? {} : { retryAfterMs }).retryAfterMs).toBe(counts);
});

it('an error that can be read is left as it is', () => {
  const thrown = new TypeError('x');
  expect(errorOf(thrown)).toBe(thrown);
});

const unreadable = new Proxy(
  {},
  {
    get() {
      throw new Error('no');
    },
    getPrototypeOf() {
      throw new Error('no');
    },
  },
);
it.each([[undefined], [null], ['no'], [42], [Symbol('no')], [Object.create(null)], [{ message: 'x' }], [unreadable]])(
  'anything else that is thrown becomes one',
  (thrown) => {
    expect(errorOf(thrown)).toBeInstanceOf(Error);
    expect(errorOf(thrown).message).toContain('is no error');
  },
);
