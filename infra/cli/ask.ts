import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Asks a person; true for "y" or "yes" alone. Whoever ends the input, or interrupts, has said no. */
export async function agreed(question: string, input: Readable, output: Writable = process.stdout): Promise<boolean> {
  const line = createInterface({ input, output });
  try {
    const answer = await new Promise<string>((resolve) => {
      line.once('close', () => resolve(''));
      line.question(`${question} [y/N] `, resolve);
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    line.close();
  }
}
