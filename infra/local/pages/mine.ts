import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Inbound } from '../../../shared/channel/inbound.ts';
import type { CommandId } from '../../../shared/command/command.ts';
import { BellhopError } from '../../../shared/errors.ts';
import type { CommandRecord, Outcome } from '../../../shared/inbox/inbox.ts';
import { reply } from '../../../shared/reply/reply.ts';
import { isOneOf } from '../../http/content-type.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

/** Dead letters in one answer. */
const listMax = 200;

/** `/api/local/…`: what the CLI of this machine's own user asks a running server. Only with the token of the data folder. */
export function mine(
  app: Pages,
  { door, accept, dispatch, inbox, clock, status }: Pick<PageParts, 'door' | 'accept' | 'dispatch' | 'inbox' | 'clock' | 'status'>,
): void {
  app.use('/api/local/*', async (c, next) => {
    const { headers } = c.env.incoming;
    if (door.refuses({ method: c.req.method, headers }) === null && door.isSignedIn(headers)) return next();
    return problem(401, 'signed_out', 'This is for the command line of the user who runs the server.');
  });

  /** Runs one command at once, in a conversation of its own, and answers with its outcome. */
  app.post('/api/local/run', async (c) => {
    if (!isOneOf(['application/json'], c.req.header('content-type'))) return problem(415, 'content_type', '/api/local/run takes application/json.');
    const asked = await bodyOf(c);
    if (typeof asked.text !== 'string' || asked.text.trim() === '') return problem(400, 'malformed', 'Expected JSON with text.');
    try {
      const accepted = await accept(inbound(asked.text, asked), { lease: true });
      if (accepted.known || !accepted.taken) return problem(500, 'internal', 'The command was not taken.');
      const { taken } = accepted;
      const outcome = await dispatch(taken).catch((cause: unknown) => broken(cause));
      await inbox.finish(taken, ended(outcome), { delivered: true });
      return c.json({ id: taken.record.command.id, name: taken.record.command.name, ...outcome });
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      return problem(cause.retryable ? 503 : 500, cause.code, cause.message, cause.hint);
    }
  });

  app.get('/api/local/status', async (c) => c.json(await status()));

  app.get('/api/local/dead', async (c) => c.json({ dead: (await inbox.list({ dead: true }, listMax)).map(summary) }));
  app.get('/api/local/dead/:id', async (c) => {
    const record = await inbox.read(idIn(c));
    return record ? c.json(record) : unknown(c);
  });
  app.post('/api/local/dead/:id/redrive', async (c) => ((await inbox.redrive(idIn(c))) ? c.json({ id: idIn(c), redriven: true }) : unknown(c)));
  app.post('/api/local/dead/:id/drop', async (c) => ((await inbox.drop(idIn(c))) ? c.json({ id: idIn(c), dropped: true }) : unknown(c)));

  function inbound(text: string, { user, timeZone, locale }: Readonly<Record<string, unknown>>): Inbound {
    return {
      key: randomUUID(),
      place: { channel: 'terminal', bot: 'main', tenant: 'local', conversation: `run-${randomUUID()}`, direct: true },
      from: { user: typeof user === 'string' ? user : 'someone' },
      said: { kind: 'text', text },
      ...(typeof locale === 'string' ? { locale } : {}),
      ...(typeof timeZone === 'string' ? { timeZone } : {}),
      saidAt: clock.now(),
    };
  }
}

const idIn = (c: Context) => (c.req.param('id') ?? '') as CommandId; // Looked up, and not found when it is none.

const unknown = (c: Context) => problem(404, 'not_found', `There is no dead letter ${idIn(c)}.`, '`bellhop dead list` shows those that exist.');

async function bodyOf(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await c.req.json().catch(() => null);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** What a later run might heal: here a person waits, hears it now, and asks again when they like. */
function broken(cause: unknown): Outcome {
  const { code, message, hint } = cause instanceof BellhopError ? cause : { code: 'defect', message: String(cause), hint: undefined };
  return { state: 'failed', replies: [reply(hint ? `${message} ${hint}` : message, { severity: 'error' })], error: { code, message } };
}

/** How its record ends: nobody is there to answer a question, or to wait until later. */
function ended(outcome: Outcome): Outcome {
  if (outcome.state === 'waiting') return { state: 'cancelled', replies: outcome.replies };
  return outcome.state === 'accepted' ? { state: 'cancelled', replies: [] } : outcome;
}

/** What a list shows of a dead letter. */
function summary({ command, state, delivery, reason, endedAt }: CommandRecord) {
  const failed = delivery.state === 'dead' ? { what: 'reply not delivered', reason: delivery.reason } : { what: 'not run', reason: reason ?? state };
  return {
    id: command.id,
    command: command.name,
    channel: command.place.channel,
    from: command.from.user,
    acceptedAt: new Date(command.acceptedAt).toISOString(),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt).toISOString() }),
    ...failed,
  };
}
