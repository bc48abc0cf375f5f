/** One reply of a server: its line, in which each literal is left as `{n}`, and the literals. */
export interface Reply {
  readonly line: string;
  readonly literals: readonly Buffer[];
}

/** A line and a literal that are longer end the connection. */
const lineMax = 65_536;
const literalMax = 4 * 1_048_576;

/** Reads replies out of the bytes that come (RFC 3501, 4.3): `take` answers those that are whole. Throws RangeError for what is too long. */
export function replyReader(): (bytes: Buffer) => Reply[] {
  let waiting: Buffer = Buffer.alloc(0);
  let [line, need]: [string, number | null] = ['', null];
  let literals: Buffer[] = [];

  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    const replies: Reply[] = [];
    for (;;) {
      if (need !== null) {
        if (waiting.length < need) return replies;
        literals.push(waiting.subarray(0, need));
        waiting = waiting.subarray(need);
        need = null;
      }
      const end = waiting.indexOf('\r\n');
      if (end < 0 ? waiting.length > lineMax : line.length + end > lineMax) throw new RangeError('The mail server says a line without end.');
      if (end < 0) return replies;
      line += waiting.toString('utf8', 0, end);
      waiting = waiting.subarray(end + 2);
      const literal = /\{(\d{1,10})\}$/.exec(line)?.[1];
      if (literal !== undefined) {
        need = Number(literal);
        if (need > literalMax) throw new RangeError('The mail server says more at once than is taken.');
        continue;
      }
      replies.push({ line, literals });
      [line, literals] = ['', []];
    }
  };
}
