import { describe, expect, it } from 'vitest';
import { bundle } from './size/bundle.ts';
import { acceptPaths, peers } from './size/programs.ts';
import { acceptPathBytesMax } from './size.ts';

/** What these are, and what they drag in, is loaded only where something is sent, or where a file is read. */
const never = /^(@slack\/|telegraf$|@telegraf\/|botbuilder|botframework|ask-sdk|zod$|axios$|express$|hono$|pino$|undici$)/;

describe('an accept path', () => {
  it.each(acceptPaths)('$name is at most 150 KB, minified', async ({ source }) => {
    expect((await bundle(source)).code.length).toBeLessThanOrEqual(acceptPathBytesMax);
  });

  it.each(acceptPaths)("$name holds no platform's SDK and no zod", async ({ source }) => {
    expect((await bundle(source)).packages.filter((name) => never.test(name))).toEqual([]);
  });

  it.each(peers)('would be noticed with $name in it', async ({ source }) => {
    expect((await bundle(source)).packages.some((name) => never.test(name))).toBe(true);
  });
});
