import { createHash } from 'node:crypto';
import type { Attempt } from '../attempt.ts';
import { dial } from '../dial.ts';
import { Failure } from '../failure.ts';
import { trusted } from '../secure.ts';
import { checkDays, handshake } from '../tls.ts';
import { Wire } from '../wire.ts';
import { type Asked, type DatabaseConfig, databaseKind } from './database.ts';

/** Packets of one answer, at most. */
const packetsMax = 1_000;
const bytesMax = 65_536;

/** What a client can do (MySQL's documentation, "Capabilities Flags"). */
const can = { withDatabase: 8, protocol41: 512, ssl: 2_048, transactions: 8_192, secure: 32_768, plugins: 524_288 };
const utf8mb4 = 45;

/** MySQL and MariaDB, by their client/server protocol (MySQL's documentation, "Connection Phase" and "Command Phase"). */
export const mysql = databaseKind({ kind: 'mysql', port: 3306, user: 'root', ask });

async function ask(to: DatabaseConfig & { readonly port: number }, asked: Asked, attempt: Attempt): Promise<string | null | undefined> {
  const wire = await signedIn(to, asked, attempt);
  wire.write(packed(0, Buffer.concat([Buffer.from([3]), Buffer.from(asked.query)])));
  const { body } = await packet(wire);
  if (body[0] === 0) return undefined;
  const columns = body[0] ?? 0;
  if (columns > 250) throw new Failure('odd_talk');
  // A description for each column, then an end, then rows up to another end.
  for (let i = 0; i < columns + 1; i++) await packet(wire);
  let value: string | null | undefined;
  for (let i = 0; i < packetsMax; i++) {
    const row = (await packet(wire)).body;
    if (row[0] === 0xfe && row.length < 9) {
      wire.write(packed(0, Buffer.from([1])));
      return value;
    }
    if (value === undefined) value = firstOf(row);
  }
  throw new Failure('too_much');
}

/** The connection, once it takes queries. */
async function signedIn(to: DatabaseConfig & { readonly port: number }, { user, password, database }: Asked, attempt: Attempt): Promise<Wire> {
  const socket = await dial(to.host, to.port, attempt);
  const greeting = new Wire(socket, attempt);
  const { plugin, salt, flags: offered } = greetingOf((await packet(greeting)).body);
  const flags = (database === undefined ? 0 : can.withDatabase) | (to.tls === true ? can.ssl : 0);
  const answer = answerOf(plugin, password, salt);
  const rest = `${user}\0`;
  const tail = `${database === undefined ? '' : `${database}\0`}${plugin}\0`;
  const named = Buffer.concat([head(flags), Buffer.from(rest), Buffer.from([answer.length]), answer, Buffer.from(tail)]);
  if (to.tls !== true) {
    greeting.write(packed(1, named));
    return taken(greeting, password, false);
  }
  if ((offered & can.ssl) === 0) throw new Failure('starttls');
  greeting.write(packed(1, head(flags)));
  const tls = await handshake(greeting.release(), to.host, trusted(to.trust, attempt), attempt);
  checkDays(to.certificateDays, attempt);
  const wire = new Wire(tls, attempt);
  wire.write(packed(2, named));
  return taken(wire, password, tls.authorized);
}

/** Goes on until the server takes the sign-in. `safe`: the password may go as it is. */
async function taken(wire: Wire, password: string, safe: boolean): Promise<Wire> {
  for (let i = 0; i < 10; i++) {
    const { body, sequence } = await packet(wire);
    if (body[0] === 0) return wire;
    if (body[0] === 0xfe) {
      // Another way to sign in than was offered first.
      const end = body.indexOf(0, 1);
      if (end < 0) throw new Failure('odd_sign_in');
      wire.write(packed(sequence + 1, answerOf(body.toString('latin1', 1, end), password, body.subarray(end + 1, end + 21))));
    } else if (body[0] === 1 && body[1] === 4) {
      // The server doesn't remember this password, and wants it as it is.
      if (!safe) throw new Failure('wants_tls');
      wire.write(packed(sequence + 1, Buffer.from(`${password}\0`)));
    } else if (!(body[0] === 1 && body[1] === 3)) throw new Failure('odd_sign_in');
  }
  throw new Failure('too_much');
}

/** What proves the password, by each way to sign in. */
function answerOf(plugin: string, password: string, salt: Buffer): Buffer {
  const known = plugin === 'mysql_native_password' || plugin === 'caching_sha2_password';
  if (!known) throw new Failure('odd_sign_in', {}, { detail: plugin });
  if (password === '') return Buffer.alloc(0);
  const hash = (...parts: Buffer[]) =>
    createHash(plugin === 'mysql_native_password' ? 'sha1' : 'sha256')
      .update(Buffer.concat(parts))
      .digest();
  const once = hash(Buffer.from(password));
  const twice = hash(once);
  const mask = plugin === 'mysql_native_password' ? hash(salt, twice) : hash(twice, salt);
  return Buffer.from(once.map((byte, i) => byte ^ (mask[i] ?? 0)));
}

/** HandshakeV10: its ways to sign in, 20 bytes to sign with, and what the server can do. */
function greetingOf(body: Buffer): { plugin: string; salt: Buffer; flags: number } {
  if (body[0] !== 10) throw new Failure('odd_talk');
  const version = body.indexOf(0, 1);
  const at = version + 5;
  if (version < 0 || body.length < at + 31 + 13) throw new Failure('odd_talk');
  const flags = body.readUInt16LE(at + 9) | (body.readUInt16LE(at + 14) << 16);
  const salt = Buffer.concat([body.subarray(at, at + 8), body.subarray(at + 27, at + 39)]);
  const named = body.subarray(at + 40);
  const end = named.indexOf(0);
  const plugin = (flags & can.plugins) === 0 ? 'mysql_native_password' : named.toString('latin1', 0, end < 0 ? named.length : end);
  return { plugin, salt, flags };
}

/** What both the request for TLS and the sign-in begin with. */
function head(more: number): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32LE(can.protocol41 | can.transactions | can.secure | can.plugins | more, 0);
  bytes.writeUInt32LE(bytesMax, 4);
  bytes[8] = utf8mb4;
  return bytes;
}

/** The next packet. Throws Failure `refused` for an error of theirs, with their words. */
async function packet(wire: Wire): Promise<{ readonly body: Buffer; readonly sequence: number }> {
  const lead = await wire.bytes(4);
  const length = lead.readUIntLE(0, 3);
  if (length === 0 || length > bytesMax) throw new Failure('odd_talk');
  const body = await wire.bytes(length);
  if (body[0] === 0xff && length > 3) {
    const words = body.toString('utf8', 3).replace(/^#.{5}/, '');
    throw new Failure('refused', { code: body.readUInt16LE(1) }, { detail: words });
  }
  return { body, sequence: lead[3] ?? 0 };
}

function packed(sequence: number, body: Buffer): Buffer {
  const lead = Buffer.alloc(4);
  lead.writeUIntLE(body.length, 0, 3);
  lead[3] = sequence & 255;
  return Buffer.concat([lead, body]);
}

/** The first value of a row: its length, then its text; 251 is NULL. */
function firstOf(row: Buffer): string | null {
  const [lead = 0] = row;
  if (lead === 0xfb) return null;
  if (lead < 0xfb) return row.toString('utf8', 1, 1 + lead);
  const size = lead === 0xfc ? 2 : lead === 0xfd ? 3 : 6;
  if (row.length < 1 + size) throw new Failure('odd_talk');
  return row.toString('utf8', 1 + (lead === 0xfe ? 8 : size), 1 + (lead === 0xfe ? 8 : size) + row.readUIntLE(1, size));
}
