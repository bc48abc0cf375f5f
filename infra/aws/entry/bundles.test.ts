import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundled, bundleAll, entryFile } from '../cdk/bundle.ts';
import { functionParts, pagesPart } from '../cdk/functions.ts';

/** Of a bundle of just the clients that a way in needs. */
const sizeMax = 1.3;
/** What these are, and what they drag in, is loaded only where something is sent, run or written well. */
const never =
  /^(@slack\/|telegraf$|@telegraf\/|botbuilder|botframework|ask-sdk(?!-core$)|zod$|axios$|express$|hono$|pino$|undici$|chrono-node$|temporal-|@aws-lambda-powertools|aws-xray|@aws-sdk\/client-(s3|scheduler|sns|sesv2|kms|lambda|secrets-manager)$)/;

let folder: string;
let made: ReadonlyMap<string, Bundled>;
/** A page is a person's, who waits a second: it acknowledges nothing. */
const waysIn = functionParts.filter((part) => part.trigger.kind === 'http' && part !== pagesPart);

/** The clients that a way in needs. */
const clients = { 'client-dynamodb': 'DynamoDBClient, PutItemCommand', 'client-sqs': 'SQSClient, SendMessageCommand' };
function floor(): string {
  const file = join(folder, 'floor.ts');
  const root = join(import.meta.dirname, '../../../node_modules/@aws-sdk');
  const lines = Object.entries(clients).map(([client, names]) => `export { ${names} } from ${JSON.stringify(join(root, client))};`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-bundles-'));
  const files = [
    ...waysIn.map(({ entry }) => [entry, entryFile(entry)] as const),
    ['floor', floor()] as const,
    ['noticed', join(import.meta.dirname, '../../../test/fixtures/entry.ts')] as const,
  ];
  made = bundleAll(new Map(files), join(folder, 'made'));
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a way in', () => {
  it.each(waysIn)('$name holds nothing that an acknowledgement does not need', ({ entry }) => {
    expect(made.get(entry)?.packages.filter((name) => never.test(name))).toEqual([]);
    expect(made.get(entry)?.inputs.filter((file) => /^(skills|jobs)\//.test(file))).toEqual([]);
  });

  it.each(waysIn)('$name is at most 1.3 times as large as the clients that it needs', ({ entry }) => {
    const bytesOf = (name: string) => made.get(name)?.bytes ?? 0;
    expect(bytesOf(entry)).toBeGreaterThan(100_000);
    expect(bytesOf(entry) / bytesOf('floor')).toBeLessThanOrEqual(sizeMax);
  });
});

it('would be noticed with a handler in it', () => {
  expect(made.get('noticed')?.packages.some((name) => never.test(name))).toBe(true);
});
