/** Whether a `content-type` header names one of these types; its parameters don't count. */
export function isOneOf(types: readonly string[], header: string | undefined): boolean {
  if (header === undefined) return false;
  if (types.includes(header)) return true;
  const end = header.indexOf(';');
  const type = (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
  return types.includes(type);
}
