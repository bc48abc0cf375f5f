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
  /^(@slack\/|telegraf$|@telegraf\/|botbuilder|botframework|ask-sdk(?!-core$)|zod$|axios$|express$|hono$|pino$|undici$|chrono-node$|temporal-|@aws-lambda-powertools|aws-xray|@aws-sdk\/client-(s3|scheduler|sns|sesv2|kms)$)/;

let folder: string;
let made: ReadonlyMap<string, Bundled>;
/** A page is a person's, who waits a second: it acknowledges nothing. */
const waysIn = functionParts.filter((part) => part.trigger.kind === 'http' && part !== pagesPart);

/** The clients that a way in needs, and the same with what invokes functions. */
const clients = ['client-dynamodb', 'client-sqs'];
const floors: Readonly<Record<string, readonly string[]>> = { floor: clients, 'floor that invokes': [...clients, 'client-lambda'] };
function floorOf(name: string): string {
  const file = join(folder, `${name}.ts`);
  const root = join(import.meta.dirname, '../../../node_modules');
  const lines = floors[name]?.map((client) => `export { ${exportsOf[client]} } from ${JSON.stringify(join(root, '@aws-sdk', client))};`);
  writeFileSync(file, (lines ?? []).join('\n'));
  return file;
}
const exportsOf: Readonly<Record<string, string>> = {
  'client-dynamodb': 'DynamoDBClient, PutItemCommand',
  'client-sqs': 'SQSClient, SendMessageCommand',
  'client-lambda': 'LambdaClient, InvokeCommand',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-bundles-'));
  const files = [
    ...waysIn.map(({ entry }) => [entry, entryFile(entry)] as const),
    ...Object.keys(floors).map((name) => [name, floorOf(name)] as const),
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

  it.each(waysIn)('$name is at most 1.3 times as large as the clients that it needs', ({ entry, may }) => {
    const bytesOf = (name: string) => made.get(name)?.bytes ?? 0;
    expect(bytesOf(entry)).toBeGreaterThan(100_000);
    expect(bytesOf(entry) / bytesOf(may.invokes ? 'floor that invokes' : 'floor')).toBeLessThanOrEqual(sizeMax);
  });
});

it('would be noticed with a handler in it', () => {
  expect(made.get('noticed')?.packages.some((name) => never.test(name))).toBe(true);
});
