import type { Clock } from '../../../shared/clock.ts';

/** Lines a second for one reason. */
const linesMax = 10;
const windowMs = 1_000;
/** Reasons remembered at once; more share one count, so that reasons made by outsiders take no memory. */
const reasonsMax = 500;

type Level = 'info' | 'warn' | 'error';

interface Window {
  readonly level: Level;
  readonly reason: string;
  readonly startedAt: number;
  lines: number;
}

/** Lets 10 lines a second through for one reason; tells the count of the others once the second is over. */
export class Limiter {
  readonly #clock: Clock;
  readonly #tell: (level: Level, reason: string, count: number) => void;
  readonly #windows = new Map<string, Window>();
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, tell: (level: Level, reason: string, count: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Counts a line, and answers whether it may be written. */
  passes(level: Level, reason: string): boolean {
    const now = this.#clock.now();
    const known = this.#windows.has(`${level}:${reason}`) || this.#windows.size < reasonsMax;
    const key = known ? `${level}:${reason}` : `${level}:(others)`;
    let window = this.#windows.get(key);
    if (window === undefined || now - window.startedAt >= windowMs) {
      if (window) this.#close(key, window);
      window = { level, reason: known ? reason : '(others)', startedAt: now, lines: 0 };
      this.#windows.set(key, window);
    }
    window.lines++;
    if (window.lines > linesMax) this.#timer ??= setTimeout(() => this.flush(), windowMs).unref();
    return window.lines <= linesMax;
  }

  /** Tells all counts now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [key, window] of this.#windows) this.#close(key, window);
  }

  #close(key: string, window: Window): void {
    this.#windows.delete(key);
    if (window.lines > linesMax) this.#tell(window.level, window.reason, window.lines - linesMax);
  }
}
