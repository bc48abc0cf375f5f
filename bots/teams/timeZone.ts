const known = new Map<string, boolean>();
/** There are about 600 names; more were made up. */
const knownMax = 1_000;
/** The longest has 30 characters or so. */
const lengthMax = 50;

/** Whether this machine knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  if (name.length > lengthMax) return false;
  const before = known.get(name);
  if (before !== undefined) return before;
  const is = /^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name) && accepts(name);
  if (known.size < knownMax) known.set(name, is);
  return is;
}

function accepts(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false; // RangeError: no such zone.
  }
}
