import type { Clock } from '../../../shared/clock.ts';

/** Lines of one reason in any second. */
const linesMax = 10;
const windowMs = 1_000;
/** Reasons remembered at once; more share one count, so that reasons made by outsiders take no memory. */
const reasonsMax = 500;

type Level = 'info' | 'warn' | 'error';

interface Told {
  readonly level: Level;
  readonly reason: string;
  /** When its last lines were written, ten at most. */
  readonly written: number[];
  /** Left out, and not yet told; since when. */
  held: number;
  heldSince: number;
}

/** Lets 10 lines of one reason through in any second; tells the count of the others at most once a second. */
export class Limiter {
  readonly #clock: Clock;
  readonly #tell: (level: Level, reason: string, count: number) => void;
  readonly #reasons = new Map<string, Told>();
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, tell: (level: Level, reason: string, count: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Counts a line, and answers whether it may be written. */
  passes(level: Level, reason: string): boolean {
    const now = this.#clock.now();
    const one = this.#of(level, reason, now);
    while (one.written[0] !== undefined && isOver(one.written[0], now)) one.written.shift();
    if (one.written.length === linesMax) {
      if (one.held++ === 0) one.heldSince = now;
      this.#waitForIt();
      return false;
    }
    if (one.held > 0 && isOver(one.heldSince, now)) this.#tellOf(one);
    one.written.push(now);
    return true;
  }

  /** A line that passed has been written, by now: its own time is no later than what the next ones are counted from. */
  wrote(level: Level, reason: string): void {
    const { written } = this.#of(level, reason, this.#clock.now());
    written[written.length - 1] = this.#clock.now();
  }

  /** Tells all counts now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const one of this.#reasons.values()) if (one.held > 0) this.#tellOf(one);
  }

  #of(level: Level, reason: string, now: number): Told {
    const key = `${level}:${reason}`;
    const known = this.#reasons.get(key);
    if (known) return known;
    if (this.#reasons.size >= reasonsMax) this.#forget(now);
    if (this.#reasons.size >= reasonsMax && reason !== others) return this.#of(level, others, now);
    const one: Told = { level, reason, written: [], held: 0, heldSince: now };
    this.#reasons.set(key, one);
    return one;
  }

  /** Lets go of those that were quiet for a second. */
  #forget(now: number): void {
    for (const [key, { written, held }] of this.#reasons) if (held === 0 && isOver(written.at(-1) ?? 0, now)) this.#reasons.delete(key);
  }

  /** Counts are told though no line of their reason follows. */
  #waitForIt(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const now = this.#clock.now();
      for (const one of this.#reasons.values()) {
        if (one.held === 0) continue;
        if (isOver(one.heldSince, now)) this.#tellOf(one);
        else this.#waitForIt();
      }
    }, windowMs).unref();
  }

  #tellOf(one: Told): void {
    const { level, reason, held } = one;
    one.held = 0;
    this.#tell(level, reason, held);
  }
}

const others = '(others)';

/** A second lies between, or the clock was set back. */
const isOver = (then: number, now: number) => now - then >= windowMs || now < then;
