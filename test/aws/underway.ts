import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that never ends (its client died while it sent it) is waited for no longer than this, ms. */
const patienceMs = 2_000;

/** What a server is asked and has not answered yet, whether its client still listens or not. */
export function underWay(server: Server): { over(): Promise<void> } {
  let count = 0;
  server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
    count++;
    const ended = response.end;
    const end = (...all: unknown[]) => {
      count--;
      Object.assign(response, { end: ended });
      return Reflect.apply(ended, response, all);
    };
    Object.assign(response, { end });
  });
  return {
    async over() {
      for (let waitedMs = 0; count > 0 && waitedMs < patienceMs; waitedMs += 5) await sleep(5);
    },
  };
}
