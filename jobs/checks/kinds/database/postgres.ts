import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Attempt } from '../attempt.ts';
import { dial } from '../dial.ts';
import { Failure } from '../failure.ts';
import { trusted } from '../secure.ts';
import { checkDays, handshake } from '../tls.ts';
import { Wire } from '../wire.ts';
import { type Asked, type DatabaseConfig, databaseKind } from './database.ts';
import { scram } from './scram.ts';

/** Messages of one answer, at most. */
const messagesMax = 1_000;
/** Bytes of a message that is looked into. */
const bytesMax = 65_536;

/** Postgres, by its protocol 3.0 (PostgreSQL's documentation, "Frontend/Backend Protocol"). */
export const postgres = databaseKind({ kind: 'postgres', port: 5432, user: 'postgres', ask });

const protocol = 196_608;
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

async function ask(to: DatabaseConfig & { readonly port: number }, asked: Asked, attempt: Attempt): Promise<string | null | undefined> {
  const plain = await dial(to.host, to.port, attempt);
  const secure = to.tls === true ? await inside(plain, to, attempt) : undefined;
  const wire = new Wire(secure ?? plain, attempt);
  wire.write(startup(asked));
  await signIn(wire, asked, secure?.authorized === true);
  wire.write(message('Q', `${asked.query}\0`));
  let value: string | null | undefined;
  for (let i = 0; i < messagesMax; i++) {
    const { type, body } = await next(wire);
    if (type === 'D' && value === undefined) value = firstOf(body);
    if (type === 'Z') {
      wire.write(message('X', ''));
      return value;
    }
  }
  throw new Failure('too_much');
}

async function inside(socket: Socket, { host, trust, certificateDays }: DatabaseConfig, attempt: Attempt): Promise<TLSSocket> {
  const wire = new Wire(socket, attempt);
  wire.write(sslRequest);
  const said = (await wire.bytes(1)).toString('latin1');
  if (said !== 'S') throw new Failure('starttls', {}, { detail: said });
  const tls = await handshake(wire.release(), host, trusted(trust, attempt), attempt);
  checkDays(certificateDays, attempt);
  return tls;
}

async function signIn(wire: Wire, { user, password }: Asked, safe: boolean): Promise<void> {
  const proof = scram(password);
  for (let i = 0; i < 100; i++) {
    const { type, body } = await next(wire);
    if (type === 'Z') return;
    if (type !== 'R') continue;
    const how = body.readUInt32BE(0);
    if (how === 0) continue;
    if (how === 3) {
      if (!safe) throw new Failure('wants_tls');
      wire.write(message('p', `${password}\0`));
    } else if (how === 5)
      wire.write(message('p', `md5${md5(Buffer.concat([Buffer.from(md5(Buffer.from(password + user))), body.subarray(4, 8)]))}\0`));
    else if (how === 10) {
      if (!body.toString('utf8', 4).split('\0').includes('SCRAM-SHA-256')) throw new Failure('odd_sign_in');
      wire.write(message('p', Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), sized(proof.first)])));
    } else if (how === 11) wire.write(message('p', await proof.final(body.toString('utf8', 4))));
    else if (how === 12) proof.check(body.toString('utf8', 4));
    else throw new Failure('odd_sign_in');
  }
  throw new Failure('too_much');
}

/** The next message. Throws Failure `refused` for an error of theirs, with their words. */
async function next(wire: Wire): Promise<{ readonly type: string; readonly body: Buffer }> {
  const head = await wire.bytes(5);
  const type = head.toString('latin1', 0, 1);
  const length = head.readUInt32BE(1) - 4;
  // RowDescription, DataRow and the like are of any length; what is no message of this protocol is told by its type.
  if (length < 0 || length > bytesMax || !/^[A-Za-z1-3]$/.test(type)) throw new Failure('odd_talk');
  const body = await wire.bytes(length);
  if (type === 'E') throw errorOf(body);
  if (type === 'R' && length < 4) throw new Failure('odd_talk');
  return { type, body };
}

function errorOf(body: Buffer): Failure {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return new Failure('refused', { code: fields.get('C') ?? '' }, { detail: fields.get('M') ?? '' });
}

/** The first value of a DataRow. */
function firstOf(row: Buffer): string | null {
  if (row.length < 6 || row.readUInt16BE(0) === 0) return null;
  const length = row.readInt32BE(2);
  return length < 0 ? null : row.toString('utf8', 6, 6 + length);
}

function startup({ user, database }: Asked): Buffer {
  const named = ['user', user, ...(database === undefined ? [] : ['database', database]), 'application_name', 'bellhop', ''].join('\0');
  const body = Buffer.from(`${named}\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.writeUInt32BE(protocol, 4);
  return Buffer.concat([head, body]);
}

function message(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

function sized(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
