import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { type SendFailed, StorageFailed } from '../errors.ts';
import { change } from '../store/change.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';

/** A bot whose token its platform doesn't know (any more), as far as one tenant of it goes. */
export interface Trouble extends Pick<Place, 'channel' | 'bot' | 'tenant'> {
  /** What happened, and what to do: for people. */
  readonly detail: string;
  /** What each refusal since then said: its dead letters have it for their reason. */
  readonly reasons: readonly string[];
  /** ms since 1970. */
  readonly since: number;
}

/** All of them are one record: there are few, and they are read together. */
const troubles = collection<Marks>('channel_troubles', {});
const theRecord = 'all';
/** The oldest make room: who has so many has one mend for all of them. */
const keptMax = 200;
const triesMax = 5;
/** A token is refused in a few ways. */
const reasonsMax = 5;
/** A platform may take so long to say whether it lets us in again, ms. */
const probeMs = 4_000;
/** Where nobody can be asked, a mark is told so long, ms: the next refusal makes another. */
const unaskedMs = 86_400_000;

export interface TroubleParts {
  readonly channels: ReadonlyMap<string, Pick<Channel, 'probe'>>;
  readonly store: Store;
  readonly clock: Clock;
}

/** Which bots are locked out: kept by whoever was refused, and told for as long as the platform, asked again, says no. */
export function troubleBook({ channels, store, clock }: TroubleParts) {
  return {
    /** Best effort: who isn't told now is told by the next refusal. */
    async mark(place: Place, { message, hint }: SendFailed): Promise<void> {
      const key = keyOf(place);
      const detail = hint ? `${message} ${hint}` : message;
      const { channel, bot, tenant } = place;
      const together = (before: Marks | null) =>
        before?.[key]?.detail === detail ? null : latest({ ...before, [key]: { channel, bot, tenant, detail, ...sinceOf(before?.[key], detail) } });
      const sinceOf = (known: Trouble | undefined, reason: string) => ({
        reasons: [...new Set([reason, ...(known?.reasons ?? [])])].slice(0, reasonsMax),
        since: known?.since ?? clock.now(),
      });
      await quietly(change(store, troubles, theRecord, together, triesMax));
    },
    /** Those that still stand: each platform is asked again first. */
    standing: () => asked(false),
    /** Those that don't any more, and are not forgotten yet. */
    over: () => asked(true),
    forget: (over: readonly Trouble[]) => quietly(change(store, troubles, theRecord, without(over.map(keyOf)), triesMax)),
  };

  async function asked(whether: boolean): Promise<readonly Trouble[]> {
    const kept = Object.values((await store.get(troubles, theRecord))?.value ?? {});
    const found = await Promise.all(kept.map(async (trouble) => ({ trouble, isOver: await isOver(trouble) })));
    // One that was kept before reasons were.
    return found.filter(({ isOver }) => isOver === whether).map(({ trouble }) => ({ ...trouble, reasons: trouble.reasons ?? [trouble.detail] }));
  }

  async function isOver(trouble: Trouble): Promise<boolean> {
    const channel = channels.get(trouble.channel);
    if (!channel) return true; // It was switched off: nothing is wrong with what isn't there.
    const { probe } = channel;
    if (!probe) return clock.now() - trouble.since > unaskedMs;
    try {
      return (await probe(AbortSignal.timeout(probeMs), trouble)).ok;
    } catch {
      return false; // It can't be asked: what is known still stands.
    }
  }
}

type Marks = Readonly<Record<string, Trouble>>;

const without = (keys: readonly string[]) => (before: Marks | null) =>
  before && Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));

const keyOf = ({ channel, bot, tenant }: Pick<Place, 'channel' | 'bot' | 'tenant'>) => `${channel}/${bot}/${tenant}`;

function latest(all: Marks): Marks {
  const entries = Object.entries(all).sort(([, a], [, b]) => b.since - a.since);
  return Object.fromEntries(entries.slice(0, keptMax));
}

/** What couldn't be kept is met again; no reply waits for it. */
async function quietly(changing: Promise<unknown>): Promise<void> {
  try {
    await changing;
  } catch (cause) {
    if (!(cause instanceof StorageFailed || cause instanceof VersionConflict)) throw cause;
  }
}
