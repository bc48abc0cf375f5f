import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { answers } from '../process/answers.ts';

/** A page over plain HTTP and one over TLS, and one that takes longer than anybody waits: what is looked at. */
const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/${name}.pem`, import.meta.url), 'utf8');
const page = (_: unknown, answer: { end(text: string): unknown }) => answer.end('hello');

const plain = createServer(page);
const secure = createTlsServer({ cert: fixture('tls-certificate'), key: fixture('tls-key') }, page);
const silent = createServer(() => {});

const portOf = async (server: Server) => {
  await new Promise<void>((listening) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, listening));
  const { port } = server.address() as AddressInfo;
  return port;
};
const ports = { plain: await portOf(plain), secure: await portOf(secure), silent: await portOf(silent) };

answers({ ports: () => ports });
