/**
 * How many authorities may stand below this one, from its basic constraints (RFC 5280, 4.2.1.9); Infinity when it doesn't say. node:crypto tells whether a certificate is
 * an authority, but not this. `raw` is a certificate that node:crypto has read, so its DER is well-formed.
 */
export function pathLength(raw: Buffer): number {
  const content = children(raw, bodyOf(raw, 0))[0];
  if (!content) return Infinity;
  const extensions = children(raw, content).find((part) => part.tag === 0xa3);
  const list = extensions && children(raw, extensions)[0];
  for (const extension of list ? children(raw, list) : []) {
    const parts = children(raw, extension);
    if (!parts[0] || !raw.subarray(parts[0].start, parts[0].end).equals(basicConstraints)) continue;
    const value = parts.at(-1);
    const constraints = value && children(raw, value)[0];
    const length = constraints && children(raw, constraints).find((part) => part.tag === 0x02);
    if (length) return length.end - length.start > 4 ? Infinity : raw.readUIntBE(length.start, length.end - length.start);
  }
  return Infinity;
}

/** 2.5.29.19 */
const basicConstraints = Buffer.from([0x55, 0x1d, 0x13]);

/** One DER value: its tag, and where its content lies. */
interface Part {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function bodyOf(raw: Buffer, at: number): Part {
  const tag = raw[at] ?? 0;
  const first = raw[at + 1] ?? 0;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const bytes = first & 0x7f;
  const length = bytes > 0 && bytes <= 4 && at + 2 + bytes <= raw.length ? raw.readUIntBE(at + 2, bytes) : 0;
  return { tag, start: at + 2 + bytes, end: at + 2 + bytes + length };
}

function children(raw: Buffer, parent: Part): Part[] {
  const parts: Part[] = [];
  const end = Math.min(parent.end, raw.length);
  for (let at = parent.start; at < end; ) {
    const part = bodyOf(raw, at);
    parts.push(part);
    at = part.end;
  }
  return parts;
}
