import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { feedOf } from '../../../bots/web/channel.ts';
import type { Entry } from '../../../bots/web/feed.ts';
import { whoIsAt } from '../../../bots/web/receive.ts';
import { webMessage } from '../../../bots/web/render.ts';
import type { CommandId } from '../../../shared/command/command.ts';
import type { PageParts, Pages } from './app.ts';
import { chartPicture } from './charts.ts';
import { toldOf } from './previews.ts';
import { problem } from './problem.ts';

const folder = new URL('../../../bots/web/page/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

/** The page loads nothing from elsewhere, runs no script but its own, and stands in no frame. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

const names: ReadonlySet<string> = new Set(readdirSync(folder).filter((name) => !name.endsWith('.test.ts')));
const read = new Map<string, { readonly body: string; readonly type: string }>();

/** A file of the page as it is, a script without its types; read when first asked for. What takes types away weighs 33 ms of a start, and its memory. */
function fileNamed(name: string) {
  const known = read.get(name);
  if (known || !names.has(name)) return known;
  const text = readFileSync(new URL(name, folder), 'utf8');
  const body = name.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  const made = { body, type: types[name.split('.').at(-1) ?? ''] ?? 'text/plain' };
  read.set(name, made);
  return made;
}

/** A line now and then keeps proxies from closing a quiet stream, ms. */
const beatMs = 20_000;

/** `/simulator`, its files, and what its page follows. What it says comes in as any channel's delivery does. */
export function simulator(
  app: Pages,
  { on, door, log, clock, arrived, kept, signal }: Pick<PageParts, 'on' | 'door' | 'log' | 'clock' | 'arrived' | 'kept' | 'signal'>,
): void {
  const feed = on.map(feedOf).find((one) => one !== undefined);

  app.use('/simulator/*', async (c, next) => {
    // The page's files hold nothing of anybody's, and the sign-in page needs its style.
    if (c.req.path.startsWith('/simulator/page/')) return next();
    if (door.refuses({ method: c.req.method, headers: c.env.incoming.headers }) === null) return next();
    return c.req.path === '/simulator'
      ? page('sign-in.html', 401)
      : problem(401, 'signed_out', 'Sign in with the link that the server prints when it starts.');
  });
  app.get('/simulator', () => page('index.html', 200));
  app.get('/simulator/page/:file', (c) => {
    const file = fileNamed(c.req.param('file'));
    return file ? c.body(file.body, 200, { ...headers, 'content-type': file.type }) : c.notFound();
  });
  app.get('/simulator/chart', (c) => chartPicture(c.req.query('of') ?? ''));
  app.get('/simulator/events', (c) => {
    const conversation = c.req.query('conversation') ?? '';
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(conversation)) return problem(400, 'malformed', 'Name the conversation.');
    if (!feed) return problem(404, 'not_found', 'The simulator is off.');
    // Whoever asks for the headers alone follows nothing.
    if (c.req.method === 'HEAD') return new Response(null, { headers: streamHeaders });
    const isArrival = c.req.query('here') !== undefined;
    const after = c.req.header('last-event-id') ?? c.req.query('after');
    let end = () => {};
    const body = new ReadableStream<string>({
      start(controller) {
        const seen = new Set<CommandId>();
        const show = ({ id, message, replaces, unseen }: Entry) => {
          if (unseen !== undefined) seen.add(commandOf(unseen));
          const shown = webMessage(message);
          if (!shown) return;
          try {
            controller.enqueue(`id: ${id}\ndata: ${JSON.stringify(toldOf(id, shown, replaces))}\n\n`);
          } catch (cause) {
            log.error({ err: cause, reason: 'preview' }, 'A reply could not be shown on the simulator page.');
          }
        };
        controller.enqueue('retry: 1000\n\n');
        const unfollow = feed.follow(conversation, after, show);
        // What the page has just been told needs no second telling; what an earlier run of this process had for it is told now.
        Promise.all([...seen].map((command) => kept.tell({ command }, command)))
          .then(() => (isArrival ? arrived({ ...whoIsAt(conversation), saidAt: clock.now() }) : undefined))
          .catch((cause) => log.error({ err: cause, reason: 'arrival' }, 'What was kept could not be told to a page; it is when it connects again.'));
        const beat = setInterval(() => controller.enqueue(':\n\n'), beatMs);
        const close = () => {
          end();
          controller.close();
        };
        end = () => {
          unfollow();
          clearInterval(beat);
          signal.removeEventListener('abort', close);
        };
        signal.addEventListener('abort', close, { once: true });
      },
      cancel: () => end(),
    }).pipeThrough(new TextEncoderStream());
    return new Response(body, { headers: streamHeaders });
  });
}

/** A message is sent under its command's id, a dot, and more. */
const commandOf = (key: string) => key.slice(0, key.indexOf('.')) as CommandId;

/** A whole page for a person. */
export function page(name: 'index.html' | 'sign-in.html', status: number): Response {
  return new Response(fileNamed(name)?.body ?? '', { status, headers: { ...headers, 'content-type': types.html ?? '' } });
}
