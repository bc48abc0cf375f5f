/**
 * Whether the outermost object of a JSON text has a name twice. JSON.parse keeps the last and says nothing, another reader may keep the first: a token
 * that means two things is none. The text must be valid JSON. Linear in its length.
 */
export function hasDuplicateNames(json: string): boolean {
  const names = new Set<string>();
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') depth--;
    else if (c === '"') {
      const end = endOfString(json, i);
      if (depth === 1 && isName(json, end)) {
        const name: unknown = JSON.parse(json.slice(i, end));
        if (typeof name !== 'string' || names.has(name)) return true;
        names.add(name);
      }
      i = end - 1;
    }
  }
  return false;
}

/** The index after the closing quote. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isName(json: string, end: number): boolean {
  let i = end;
  while (i < json.length && json.charCodeAt(i) <= 32) i++;
  return json[i] === ':';
}
