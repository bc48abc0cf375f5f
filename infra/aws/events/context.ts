/** What Lambda tells a function beside its event. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** So long before its end, ms, a function tells what it runs to stop; what doesn't within 2 s is let go, and a second is left to keep that. */
export const stopMs = 4_000;

/** Ends a while before the function does. */
export function endOf(context: LambdaContext): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('stop'), Math.max(0, context.getRemainingTimeInMillis() - stopMs));
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
