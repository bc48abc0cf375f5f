import type { SkillDeps } from '../../shared/command/skill.ts';
import type { AllowList } from '../../shared/net/allow.ts';
import { type Check, checks, parts, secretOf, turnAfter } from './check.ts';
import { type CheckState, checkStates, fresh } from './judge.ts';
import type { Finding, Tools } from './kind.ts';
import { kindLoaded, kindOf } from './kinds/index.ts';
import { judged } from './look.ts';

/** Turns are gathered for so long, ms: what is due within it starts together. */
const tickMs = 50;
/** Looks under way at once; what is due past that starts as soon as one ends. */
const lookingMax = 4_000;

/** A check that is looked at, as it stands. */
export interface Watched {
  check: Check;
  state: CheckState;
  /** The last look: when it began, ms since 1970, and what it saw. */
  last?: { readonly at: number; readonly finding: Finding };
}

type Turn = Watched & { due: number; isLooking: boolean };

export interface EngineParts extends Pick<SkillDeps, 'store' | 'issue' | 'clock' | 'secrets' | 'log'> {
  readonly allow: AllowList;
  /** Told of each look; `due`: when its turn was, ms since 1970. */
  looked?(watched: Watched, at: number, due: number): void;
}

/**
 * Looks at every check when its turn comes, in one process that holds them all in memory. What stays as it is costs no write; a look that outlasts its interval takes the next
 * turn with it.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #tools: Pick<Tools, 'allow' | 'now'>;
  readonly #watched = new Map<string, Turn>();
  /** Who is due in each tick. */
  readonly #ticks = new Map<number, Turn[]>();
  /** Due, and held back by how many are under way. */
  #waiting: Turn[] = [];
  readonly #looks = new Set<Promise<void>>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { allow, clock } = parts;
    this.#tools = { allow, now: () => clock.now() };
  }

  get(id: string): Watched | null {
    return this.#watched.get(id) ?? null;
  }

  all(): Iterable<Watched> {
    return this.#watched.values();
  }

  /** A check that was made or changed: looked at soon, and then in its turn. */
  put(check: Check): void {
    const known = this.#watched.get(check.id);
    if (known && known.check.everyMs === check.everyMs) known.check = check;
    else this.#add(check, known?.state ?? fresh(check.madeAt), this.#parts.clock.now());
  }

  drop(id: string): void {
    this.#watched.delete(id);
  }

  /** Reads all checks and goes on until the signal ends; resolves when no look is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#load();
    await new Promise<void>((resolve) => {
      const ticking = setInterval(() => this.#tick(), tickMs);
      const stop = () => {
        clearInterval(ticking);
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    this.#waiting = [];
    // What they saw is still judged and kept.
    await Promise.all(this.#looks);
  }

  async #load(): Promise<void> {
    const { store } = this.#parts;
    for (const partition of parts) {
      let after: string | undefined;
      do {
        const page = await store.query(checks, { index: 'all', partition, limit: 500, ...(after === undefined ? {} : { after }) });
        const states = await Promise.all(page.items.map(({ key }) => store.get(checkStates, key)));
        for (const [i, { value }] of page.items.entries()) {
          if (!this.#watched.has(value.id)) this.#add(value, states[i]?.value ?? fresh(value.madeAt), null);
        }
        after = page.next ?? undefined;
      } while (after !== undefined);
    }
  }

  /** `at`: its next turn; null: by its phase. */
  #add(check: Check, state: CheckState, at: number | null): void {
    const turn: Turn = { check, state, due: at ?? turnAfter(check, this.#parts.clock.now()), isLooking: false };
    this.#watched.set(check.id, turn);
    this.#queue(turn);
  }

  #queue(turn: Turn): void {
    const tick = Math.ceil(turn.due / tickMs);
    const others = this.#ticks.get(tick);
    if (others) others.push(turn);
    else this.#ticks.set(tick, [turn]);
  }

  #lastTick = 0;

  #tick(): void {
    const now = Math.floor(this.#parts.clock.now() / tickMs);
    // After a sleep, or a clock that jumped, all that is due by now is looked at once.
    const from = this.#lastTick === 0 || now - this.#lastTick > 1_000 || now < this.#lastTick ? null : this.#lastTick + 1;
    const due = from === null ? [...this.#ticks.keys()].filter((tick) => tick <= now) : Array.from({ length: now - from + 1 }, (_, i) => from + i);
    for (const tick of due) {
      const turns = this.#ticks.get(tick);
      if (!turns) continue;
      this.#ticks.delete(tick);
      for (const turn of turns) this.#begin(turn);
    }
    this.#lastTick = now;
  }

  #begin(turn: Turn): void {
    // Taken away, or another stands in its place.
    if (this.#watched.get(turn.check.id) !== turn) return;
    if (this.#looks.size >= lookingMax) {
      this.#waiting.push(turn);
      return;
    }
    const { due, check } = turn;
    turn.due = turnAfter(check, Math.max(due, this.#parts.clock.now()));
    this.#queue(turn);
    if (turn.isLooking) return;
    turn.isLooking = true;
    const look = this.#look(turn, due)
      .catch((cause) => this.#parts.log.warn({ check: check.id, err: cause }, 'A check met a defect; it is looked at again in its turn.'))
      .finally(() => {
        turn.isLooking = false;
        this.#looks.delete(look);
        const next = this.#waiting.shift();
        if (next) this.#begin(next);
      });
    this.#looks.add(look);
  }

  async #look(turn: Turn, due: number): Promise<void> {
    const { check } = turn;
    const kind = kindLoaded(check.kind) ?? (await kindOf(check.kind));
    if (!kind) return;
    const at = this.#parts.clock.now();
    // Only what was kept for checks of this tenant: a check names its secrets itself.
    const secret = (name: string) => this.#parts.secrets.get(secretOf(check, name));
    const finding = await kind.run(check.config, { ...this.#tools, secret, timeoutMs: check.timeoutMs });
    // Taken away meanwhile.
    if (this.#watched.get(check.id) !== turn) return;
    turn.last = { at, finding };
    const isHeld = check.dependsOn.some((id) => this.#watched.get(id)?.state.status === 'down');
    const { state, isNew } = await judged(turn, finding, at, { isHeld, issue: this.#parts.issue });
    turn.state = state;
    this.#parts.looked?.(turn, at, due);
    if (isNew) await this.#parts.store.put(checkStates, check.id, state);
  }
}
