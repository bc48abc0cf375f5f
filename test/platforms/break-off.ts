import type { ServerResponse } from 'node:http';

/** An answer as JSON that never becomes whole: `half` breaks off after `begun`, `close` says nothing, `drip` sends a byte now and then for ever. */
export function breakOff(how: 'half' | 'close' | 'drip', response: ServerResponse, begun: string): void {
  if (how === 'close') {
    response.destroy();
  } else if (how === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' });
    response.write(begun, () => response.destroy());
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  }
}
