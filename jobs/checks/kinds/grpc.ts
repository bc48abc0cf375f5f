import { z } from 'zod';
import { dial } from './dial.ts';
import { Failure } from './failure.ts';
import { askH2 } from './h2.ts';
import { host, hostAndPort, port, sayHost } from './host.ts';
import { checkKind, common } from './make.ts';
import { certificateDays, trust, trusted } from './secure.ts';
import { checkDays, handshake } from './tls.ts';

const config = z.strictObject({
  host,
  port,
  service: z.string().max(200).optional().describe('Which of the server’s services; the server itself unless said.'),
  tls: z.boolean().optional(),
  trust: trust.optional(),
  certificateDays: certificateDays.optional(),
  ...common,
});
type Config = z.infer<typeof config>;

/** A gRPC server that says it serves: its health service, grpc.health.v1.Health/Check. */
export const grpc = checkKind<Config>({
  kind: 'grpc',
  config,
  target: sayHost,
  read: hostAndPort,
  async look({ host, port, service = '', tls = false, ...config }, attempt) {
    const socket = await dial(host, port, attempt);
    const stream = tls ? await handshake(socket, host, { ...trusted(config.trust, attempt), protocols: ['h2'] }, attempt) : socket;
    checkDays(config.certificateDays, attempt);
    const url = new URL(`${tls ? 'https' : 'http'}://${sayHost({ host, port })}/grpc.health.v1.Health/Check`);
    const headers = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers', 'user-agent': 'Bellhop (uptime check)' };
    const answer = await askH2(url, stream, { headers, body: message(service), bytesMax: 4_096 }, attempt);
    if (answer.status !== 200) throw new Failure('status', { status: answer.status });
    const code = Number(answer.trailers['grpc-status'] ?? answer.headers['grpc-status'] ?? Number.NaN);
    const said = String(answer.trailers['grpc-message'] ?? answer.headers['grpc-message'] ?? '');
    if (code !== 0) throw new Failure(Number.isNaN(code) ? 'half' : 'grpc_status', { status: code }, { detail: said });
    const serving = statusOf(answer.body);
    if (serving !== 'SERVING') throw new Failure('not_serving', { state: serving });
    return {};
  },
});

/** HealthCheckRequest { string service = 1; }, in the five bytes that a gRPC message begins with. */
function message(service: string): Buffer {
  const name = Buffer.from(service);
  const field = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
  const lead = Buffer.alloc(5);
  lead.writeUInt32BE(field.length, 1);
  return Buffer.concat([lead, field]);
}

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);

const states = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

/** HealthCheckResponse { ServingStatus status = 1; }: a varint below 128, left out where it is 0. Throws Failure for what is none. */
function statusOf(body: Buffer): string {
  if (body.length < 5 || body[0] !== 0 || body.readUInt32BE(1) !== body.length - 5) throw new Failure('not_grpc');
  if (body.length === 5) return states[0] ?? '';
  if (body[5] !== 0x08) throw new Failure('not_grpc');
  return states[body[6] ?? 0] ?? String(body[6]);
}
