/** Characters of a value's JSON: Teams counts an activity by them, two bytes each. */
export function jsonLength(value: unknown): number {
  return JSON.stringify(value).length;
}

/** Groups in order, each with at most `max` characters of JSON; an item that is longer stands alone. */
export function pack<T>(items: readonly T[], max: number): T[][] {
  const groups: T[][] = [];
  let group: T[] = [];
  let length = 0;
  for (const item of items) {
    const more = jsonLength(item) + 1;
    if (group.length > 0 && length + more > max) {
      groups.push(group);
      group = [];
      length = 0;
    }
    group.push(item);
    length += more;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
