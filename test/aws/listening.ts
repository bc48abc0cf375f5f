import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { moto } from './moto.ts';

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

/** As signed as the stand-ins want it: they look for a signature and for its region. A real one costs a third of a call. */
const signature = {
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260105/${access.region}/aws/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260105T090000Z',
} as const;

/** `access` for clients of which tests make calls by the thousand. moto tells by the signature which service is meant: it has a real one. */
export const quickAccess = {
  ...access,
  ...(moto ? {} : { signer: signer() }),
} as const;

function signer() {
  return {
    async sign<T>(request: T): Promise<T> {
      if (typeof request === 'object' && request !== null && 'headers' in request) Object.assign(request.headers ?? {}, signature);
      return request;
    },
  };
}
