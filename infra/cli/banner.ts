import { labelOf } from '../../shared/channel/bots.ts';
import { version } from '../core/status.ts';
import type { Local } from '../local/run.ts';

/** What a start says: what is on, what is off and how to turn it on, the link that signs in, and until there is an admin the code that makes one. */
export function banner({ on, off, link, claim }: Pick<Local, 'on' | 'off' | 'link'> & { readonly claim: string | null }) {
  const width = Math.max(...off.map(({ name }) => name.length), 0);
  const text = [
    '',
    `Bellhop ${version} is ready: ${link}`,
    '',
    `  on   ${on.map(labelOf).join(', ')}`,
    ...off.map(({ name, why }) => `  off  ${name.padEnd(width)}  ${why}`),
    '',
    ...(claim === null ? [] : [`Nobody is admin yet. Who is to be says, on any channel: claim ${claim}`, '']),
    'Say help, or check example.com. Control-C stops it.',
    '',
  ].join('\n');
  return { text, data: { version, link, ...(claim === null ? {} : { claim }), on: on.map(labelOf), off } };
}
