/** Codes of failures, of Node and of its fetch, after which it is sure that nothing was sent: the connection never stood. */
export const unconnected: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a call failed so that nothing was sent: by its own code, or, of fetch, by that of what it was caused by. */
export const neverSent = (failure: unknown): boolean =>
  failure instanceof Error && (('code' in failure && unconnected.has(failure.code)) || neverSent(failure.cause));
