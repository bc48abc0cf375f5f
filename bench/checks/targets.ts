import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { answers } from '../process/answers.ts';

/** A page over plain HTTP and one over TLS: what is looked at. */
const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/${name}.pem`, import.meta.url), 'utf8');
const page = (_: unknown, answer: { end(text: string): unknown }) => answer.end('hello');

const plain = createServer(page);
const secure = createTlsServer({ cert: fixture('tls-certificate'), key: fixture('tls-key') }, page);
const portOf = async (server: Server) => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
};
const ports = { plain: await portOf(plain), secure: await portOf(secure) };

answers({ ports: () => ports });
