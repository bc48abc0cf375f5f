import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundled, bundle, entryFile } from '../cdk/bundle.ts';
import { functionParts, pagesPart } from '../cdk/functions.ts';

/** Of a bundle of just the clients that a way in needs. */
const sizeMax = 1.3;
/** What these are, and what they drag in, is loaded only where something is sent, run or written well. */
const never =
  /^(@slack\/|telegraf$|@telegraf\/|botbuilder|botframework|ask-sdk(?!-core$)|zod$|axios$|express$|hono$|pino$|undici$|chrono-node$|temporal-|@aws-lambda-powertools|aws-xray|@aws-sdk\/client-(s3|scheduler|sns|sesv2|kms)$)/;

let folder: string;
const made = new Map<string, Bundled>();
/** A page is a person's, who waits a second: it acknowledges nothing. */
const waysIn = functionParts.filter((part) => part.trigger.kind === 'http' && part !== pagesPart);

const floors = new Map<string, Bundled>();
function floor(clients: readonly string[]): Bundled {
  const found = floors.get(clients.join());
  if (found) return found;
  const file = join(folder, 'floor.ts');
  const root = join(import.meta.dirname, '../../../node_modules');
  writeFileSync(file, clients.map((client) => `export { ${exportsOf[client]} } from ${JSON.stringify(join(root, '@aws-sdk', client))};`).join('\n'));
  const bundled = bundle(file, join(folder, `floor-${clients.length}`));
  floors.set(clients.join(), bundled);
  return bundled;
}
const exportsOf: Readonly<Record<string, string>> = {
  'client-dynamodb': 'DynamoDBClient, PutItemCommand',
  'client-sqs': 'SQSClient, SendMessageCommand',
  'client-lambda': 'LambdaClient, InvokeCommand',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-bundles-'));
  for (const { entry } of waysIn) made.set(entry, bundle(entryFile(entry), join(folder, entry)));
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a way in', () => {
  it.each(waysIn)('$name holds nothing that an acknowledgement does not need', ({ entry }) => {
    expect(made.get(entry)?.packages.filter((name) => never.test(name))).toEqual([]);
    expect(made.get(entry)?.inputs.filter((file) => /^(skills|jobs)\//.test(file))).toEqual([]);
  });

  it.each(waysIn)('$name is at most 1.3 times as large as the clients that it needs', ({ entry, may }) => {
    const { bytes } = floor(['client-dynamodb', 'client-sqs', ...(may.invokes ? ['client-lambda'] : [])]);
    expect((made.get(entry)?.bytes ?? 0) / bytes).toBeLessThanOrEqual(sizeMax);
  });
});

it('would be noticed with a handler in it', () => {
  const file = join(import.meta.dirname, '../../../test/fixtures/entry.ts');
  expect(bundle(file, join(folder, 'noticed')).packages.some((name) => never.test(name))).toBe(true);
});
