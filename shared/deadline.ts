/**
 * Runs `work` with a signal that ends when `signal` ends, or with a TimeoutError after `ms`. When the work has ended nothing of it is kept: the timer is cleared and
 * nobody listens any more. (AbortSignal.timeout keeps itself, and all that hangs on it, until its time is over.) Settles as `work` does.
 */
export async function withDeadline<T>(ms: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const end = () => ended.abort(signal.reason);
  const timer = setTimeout(() => ended.abort(new DOMException(`It took longer than ${ms} ms.`, 'TimeoutError')), ms);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await work(ended.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
