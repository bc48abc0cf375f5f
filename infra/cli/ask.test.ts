import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { agreed } from './ask.ts';

it.each([
  ['y\n', true],
  ['Yes \n', true],
  ['\n', false],
  ['n\n', false],
  ['yesterday\n', false],
  ['', false],
])('a person who answers %j: %s', async (said, isYes) => {
  const shown = new PassThrough();
  expect(await agreed('Deploy this?', Readable.from([said]), shown)).toBe(isYes);
  expect(String(shown.read())).toContain('Deploy this? [y/N] ');
});
