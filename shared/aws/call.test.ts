import { expect, it } from 'vitest';
import { StorageFailed } from '../errors.ts';
import { called, isConditionFailed } from './call.ts';

const named = (name: string) => Object.assign(new Error(name), { name });

it('gives up on a service that is silent, and says that it may be stored', async () => {
  const silent = (signal: AbortSignal) => new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(named('AbortError'))));
  const failure = await called('A record', silent, 20).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(StorageFailed);
  expect(failure).toMatchObject({ code: 'storage_failed', retryable: true, cause: { name: 'TimeoutError' } });
});

it.each(['ProvisionedThroughputExceededException', 'TimeoutError', 'InternalServerError', 'ResourceNotFoundException', 'AccessDeniedException'])(
  'calls it not stored when the service says %s',
  async (name) => {
    await expect(called('A record', async () => Promise.reject(named(name)))).rejects.toMatchObject({ code: 'storage_failed', cause: { name } });
  },
);

it('leaves a failed condition to the driver, and our own defects as they are', async () => {
  const condition = await called('A record', async () => Promise.reject(named('ConditionalCheckFailedException'))).catch((cause: unknown) => cause);
  expect(isConditionFailed(condition)).toBe(true);
  await expect(called('A record', async () => Promise.reject(named('ValidationException')))).rejects.toMatchObject({ name: 'ValidationException' });
});
