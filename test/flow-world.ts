import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBlobs } from '../shared/blobs/files/blobs.ts';
import { linkTo } from '../shared/blobs/link.ts';
import type { Channel, Message } from '../shared/channel/channel.ts';
import type { Inbound, Place, Said } from '../shared/channel/inbound.ts';
import type { Clock } from '../shared/clock.ts';
import { catalogueOf } from '../shared/command/catalogue.ts';
import type { Services } from '../shared/command/context.ts';
import type { AnyCommand } from '../shared/command/define.ts';
import { resolve } from '../shared/command/resolve.ts';
import { acceptor, idOf } from '../shared/flow/accept.ts';
import { deliverer } from '../shared/flow/deliver.ts';
import { dispatcher } from '../shared/flow/dispatch.ts';
import { givenFiles } from '../shared/flow/given-files.ts';
import { type Observer, silent } from '../shared/flow/observe.ts';
import { progress } from '../shared/flow/progress.ts';
import { working } from '../shared/flow/working.ts';
import type { CommandRecord, Inbox } from '../shared/inbox/inbox.ts';
import { sqliteInbox } from '../shared/inbox/sqlite/inbox.ts';
import { unkindInbox } from '../shared/inbox/unkind.ts';
import type { Limits } from '../shared/limits/limits.ts';
import { memoryLimits } from '../shared/limits/memory/limits.ts';
import { unkindLimits } from '../shared/limits/unkind.ts';
import type { Form } from '../shared/reply/form.ts';
import { plain } from '../shared/reply/text.ts';
import { openDatabase } from '../shared/sqlite/database.ts';
import { sqliteStore } from '../shared/store/sqlite/store.ts';
import type { Store } from '../shared/store/store.ts';
import { unkindStore } from '../shared/store/unkind.ts';
import type { ManualClock } from '../shared/timers/manual-clock.ts';

/** What a channel of words sent. */
export interface SaidBack {
  readonly text: string;
  readonly conversation: string;
  readonly edit?: string;
  readonly tokens: readonly string[];
  /** Of a channel with inputs. */
  readonly form?: Form;
}

/** A channel that writes down what it sends. */
export function paperChannel(
  over: Partial<Channel> & { before?: (message: Message, place: Place) => void } = {},
): Channel & { readonly sent: SaidBack[] } {
  const sent: SaidBack[] = [];
  const { before, ...rest } = over;
  return {
    name: 'paper',
    can: { buttons: 5, tokenBytes: 64, text: 4_000, images: false, edit: true, private: false, tables: false, voice: false, proactive: true },
    limits: [],
    routes: [],
    receive: () => ({ kind: 'nothing', ack: { status: 200 } }),
    render: ({ text, actions = [], form }, { token }) => [
      { text: plain(text), tokens: actions.map((_, index) => token(index)), ...(form ? { form } : {}) },
    ],
    async send(message, place, { edit }) {
      before?.(message, place);
      const { text, tokens, form } = message as unknown as SaidBack;
      sent.push({ text, conversation: place.conversation, tokens, ...(form ? { form } : {}), ...(edit ? { edit } : {}) });
      return { message: edit ?? `m${sent.length}` };
    },
    busy: () => ({ status: 503 }),
    sent,
    ...rest,
  };
}

interface Drivers {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly limits: Limits;
}

const unkindDrivers = ({ store, inbox, limits }: Drivers, seed: number): Drivers => ({
  store: unkindStore(store, seed),
  inbox: unkindInbox(inbox, seed),
  limits: unkindLimits(limits, seed),
});

export interface FlowOptions {
  readonly commands: readonly AnyCommand[];
  readonly channels?: readonly Channel[];
  readonly observer?: Partial<Observer>;
  readonly folder?: string;
  /** Time as the test moves it, but for deadlines; the machine's by default. */
  readonly clock?: ManualClock;
  /** The drivers are distant ones on a bad day: this one. */
  readonly unkind?: number;
  /** One send may take this long, ms. */
  readonly sendTimeoutMs?: number;
  /** A command that runs for longer is shown to run, where its channel can, ms. */
  readonly quietMs?: number;
  /** Files of answers are kept, in its folder too. */
  readonly keepsFiles?: boolean;
  readonly services?: (parts: { readonly store: Store; readonly inbox: Inbox; readonly clock: Clock }) => Partial<Services>;
}

/** The whole way of a command over the real embedded drivers, in a folder of its own. */
export function flowWorld({
  commands,
  channels = [paperChannel()],
  observer = {},
  folder = mkdtempSync(join(tmpdir(), 'bellhop-flow-')),
  clock: moved,
  unkind,
  sendTimeoutMs,
  quietMs,
  keepsFiles = false,
  services,
}: FlowOptions) {
  let offset = 0;
  const clock = moved ?? { now: () => Date.now() + offset };
  const blobs = keepsFiles ? filesBlobs({ folder: join(folder, 'blobs'), clock, key: 'k', url: '' }) : undefined;
  const quiet = { info() {}, warn() {}, error() {} };
  const database = openDatabase(folder, { clock, log: quiet });
  const drivers = {
    store: sqliteStore(database, { clock }),
    inbox: sqliteInbox(database, { clock, random: Math.random, ...(moved ? { alarm: moved } : {}) }),
    limits: memoryLimits(),
  };
  const { store, inbox, limits } = unkind === undefined ? drivers : unkindDrivers(drivers, unkind);
  const catalogue = catalogueOf(commands);
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const watching: Observer = { ...silent, ...observer };
  const stop = new AbortController();
  const parts = { store, inbox, channels: byName, limits, clock, random: Math.random, observer: watching, ...(blobs ? { blobs } : {}) };
  const link = (key: string, endsAt: number) => `https://bot.example${linkTo('k', key, endsAt)}`;
  const dispatch = dispatcher({
    ...parts,
    catalogue: () => catalogue,
    services: (services?.({ store, inbox, clock }) ?? {}) as Services,
    timeZone: 'Europe/Berlin',
    progress: progress(parts),
    working: working({ ...parts, ...(quietMs === undefined ? {} : { quietMs }) }),
    ...(blobs ? { keepFiles: givenFiles({ blobs, clock, link }) } : {}),
  });
  const running = Promise.all([
    inbox.consume(dispatch, { signal: stop.signal, concurrency: 8, stopMs: 1_000 }),
    inbox.deliver(deliverer({ ...parts, ...(sendTimeoutMs === undefined ? {} : { sendTimeoutMs }) }), {
      signal: stop.signal,
      concurrency: 8,
      stopMs: 1_000,
    }),
  ]);
  const accept = acceptor({ inbox, catalogue: () => catalogue, clock });

  function inbound(said: Said | string, over: Partial<Inbound> = {}): Inbound {
    return {
      key: randomUUID(),
      place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'c1', direct: true },
      from: { user: 'ada', name: 'Ada' },
      said: typeof said === 'string' ? { kind: 'text', text: said } : said,
      saidAt: clock.now(),
      ...over,
    };
  }

  return {
    inbox,
    store,
    accept,
    dispatch,
    clock,
    blobs,
    inbound,
    /** Says something and waits until the command has ended or asks, and was answered. */
    async say(said: Said | string, over: Partial<Inbound> = {}): Promise<CommandRecord> {
      const spoken = inbound(said, over);
      const accepted = await accept(spoken);
      if (accepted.known) return accepted.record;
      const id = idOf(spoken, resolve(spoken.said, catalogue));
      for (let i = 0; i < 1_000; i++) {
        const record = await inbox.read(id);
        if (record && record.state !== 'accepted' && record.state !== 'running' && record.delivery.state !== 'pending') return record;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`"${JSON.stringify(said)}" did not end`);
    },
    /** Moves the clock. */
    later(ms: number): void {
      offset += ms;
    },
    folder,
    async close({ keep = false } = {}): Promise<void> {
      stop.abort('stop');
      await running;
      database.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
