/** Which messages of a batch failed: all of them, or those of these ids. */
export type Failed = 'all' | ReadonlySet<string>;

/**
 * What a function's answer says of its batch, with ReportBatchItemFailures. AWS, "Using Lambda with Amazon SQS": no answer, an empty one, or one whose `batchItemFailures` is empty or null is a
 * full success; one that isn't JSON of that form, an empty or a null `itemIdentifier`, one with another name, or one that no message has, is a full failure.
 */
export function failedOf(payload: string, ids: readonly string[]): Failed {
  const answer: unknown = JSON.parse(payload);
  if (answer === null || answer === '') return new Set();
  if (typeof answer !== 'object') return 'all';
  if (!('batchItemFailures' in answer)) return Object.keys(answer).length === 0 ? new Set() : 'all';
  const failures = answer.batchItemFailures;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const named = failures.map(identifierIn);
  return named.every((id) => id !== null && ids.includes(id)) ? new Set(named.flatMap((id) => id ?? [])) : 'all';
}

function identifierIn(failure: unknown): string | null {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return null;
  const { itemIdentifier } = failure;
  return typeof itemIdentifier === 'string' && itemIdentifier !== '' ? itemIdentifier : null;
}
