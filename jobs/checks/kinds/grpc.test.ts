import { createSecureServer, createServer, type ServerHttp2Stream } from 'node:http2';
import { expect, it } from 'vitest';
import { certificate, key, listening, tools } from '../../../test/targets.ts';
import { grpc } from './grpc.ts';

/** Health of services by name, as a gRPC server tells it. */
const health = (states: Readonly<Record<string, number>>) => (stream: ServerHttp2Stream) => {
  const heard: Buffer[] = [];
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => heard.push(chunk));
  stream.on('end', () => {
    const asked = Buffer.concat(heard);
    const state = states[asked.toString('utf8', 7)];
    if (state === undefined)
      return stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5', 'grpc-message': 'unknown service' },
        { endStream: true },
      );
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(state === 0 ? Buffer.alloc(5) : Buffer.from([0, 0, 0, 0, 2, 0x08, state]));
  });
};

const serve = (states: Readonly<Record<string, number>>) => listening(createServer().on('stream', health(states)));

it('takes a server that serves for up, as a whole and by service', async () => {
  const port = await serve({ '': 1, shop: 2, new: 0 });
  const look = (service?: string) => grpc.run({ host: 'good.test', port, ...(service === undefined ? {} : { service }) }, tools());
  expect(await look()).toMatchObject({ up: true, phases: { firstByte: expect.any(Number) } });
  expect(await look('shop')).toMatchObject({ up: false, code: 'not_serving', values: { state: 'NOT_SERVING' } });
  expect(await look('new')).toMatchObject({ up: false, code: 'not_serving', values: { state: 'UNKNOWN' } });
  expect(await look('none')).toMatchObject({ up: false, code: 'grpc_status', values: { status: 5 }, detail: 'unknown service' });
});

it('speaks it inside TLS', async () => {
  const port = await listening(createSecureServer({ cert: certificate, key }).on('stream', health({ '': 1 })));
  expect(await grpc.run({ host: 'good.test', port, tls: true }, tools())).toMatchObject({ up: true, certificate: { issuer: 'Bellhop tests' } });
});

it('is down for a web server, and for an answer without end', async () => {
  const page = await listening(createServer((_, answer) => answer.end('hello')));
  expect(await grpc.run({ host: 'good.test', port: page }, tools())).toMatchObject({ up: false, code: 'half' });
  const endless = await listening(
    createServer().on('stream', (stream) => {
      stream.on('error', () => {});
      stream.respond({ ':status': 200 });
      const more = () => {
        while (!stream.destroyed && stream.write(Buffer.alloc(16_384)));
      };
      stream.on('drain', more);
      more();
    }),
  );
  expect(await grpc.run({ host: 'good.test', port: endless }, tools())).toMatchObject({ up: false });
});
