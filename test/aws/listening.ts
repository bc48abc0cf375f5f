import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of loopback. */
export async function listening(server: Server): Promise<Listening> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return served(server);
}

export interface Listening {
  /** http://127.0.0.1:PORT */
  readonly endpoint: string;
  /** Ends what is open, and the server. */
  close(): Promise<void>;
}

/** A server that already listens. */
export function served(server: Server): Listening {
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** What every client is made with here: a region, credentials that no one checks. */
export const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } as const;
