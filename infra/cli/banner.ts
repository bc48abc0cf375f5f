import { version } from '../core/status.ts';
import type { Local } from '../local/run.ts';

/** What a start says: what is on, what is off and how to turn it on, and the link that signs in. */
export function banner({ on, off, link }: Pick<Local, 'on' | 'off' | 'link'>) {
  const width = Math.max(...off.map(({ name }) => name.length), 0);
  const text = [
    '',
    `Bellhop ${version} is ready: ${link}`,
    '',
    `  on   ${on.map(({ name }) => name).join(', ')}`,
    ...off.map(({ name, why }) => `  off  ${name.padEnd(width)}  ${why}`),
    '',
    'Say help, or check example.com. Control-C stops it.',
    '',
  ].join('\n');
  return { text, data: { version, link, on: on.map(({ name }) => name), off } };
}
