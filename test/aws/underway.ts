import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that never ends (its client died while it sent it) is waited for no longer than this, ms. */
const patienceMs = 2_000;

/** What a server is asked and has not answered yet, whether its client still listens or not. Called once all who answer are there: what comes after `over` reaches none of them, and is answered with 503. */
export function underWay(server: Server): { over(): Promise<void> } {
  const answering = server.rawListeners('request');
  let count = 0;
  let isOver = false;
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isOver) {
      response.statusCode = 503;
      response.end();
      return;
    }
    count++;
    const ended = response.end;
    const end = (...all: unknown[]) => {
      count--;
      Object.assign(response, { end: ended });
      return Reflect.apply(ended, response, all);
    };
    Object.assign(response, { end });
    for (const one of answering) Reflect.apply(one, server, [request, response]);
  });
  return {
    async over() {
      for (let waitedMs = 0; count > 0 && waitedMs < patienceMs; waitedMs += 5) await sleep(5);
      isOver = true;
    },
  };
}
