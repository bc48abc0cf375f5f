import { describe, expect, it } from 'vitest';
import { failedOf } from './batch-answer.ts';

describe('an answer about a batch', () => {
  it.each([
    ['null', []],
    ['""', []],
    ['{}', []],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":null}', []],
    ['{"batchItemFailures":[{"itemIdentifier":"a"}]}', ['a']],
    ['{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}', 'all'],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'all'],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'all'],
    ['{"batchItemFailures":[{"itemidentifier":"a"}]}', 'all'],
    ['{"batchItemFailures":["a"]}', 'all'],
    ['{"batchItemFailures":{}}', 'all'],
    ['"ok"', 'all'],
  ])('%s fails %j of a and b', (payload, failed) => {
    const found = failedOf(payload, ['a', 'b']);
    expect(found === 'all' ? found : [...found]).toEqual(failed);
  });
});
