import type { Interface } from 'node:readline';
import type { Writable } from 'node:stream';

/** Prints above the line that is being typed at a prompt, and draws that line anew below, with the cursor where it was. */
export function printAbove(lines: Interface, output: Writable, text: string): void {
  const { rows } = lines.getCursorPos();
  output.write(`${rows > 0 ? `\u001b[${rows}A` : ''}\r\u001b[J${text}\n`);
  // How many rows Node goes up before it draws, in none of its types: what it drew is gone.
  Object.assign(lines, { prevRows: 0 });
  lines.prompt(true);
}
