import type { SkillDeps } from '../../shared/command/skill.ts';
import type { AllowList } from '../../shared/net/allow.ts';
import { type Collection, type Stored, VersionConflict } from '../../shared/store/store.ts';
import type { IsInMaintenance } from '../alerts/maintenance.ts';
import { type Check, checks, parts, secretOf, turnAfter } from './check.ts';
import { type Guard, networkOf } from './guard.ts';
import { heartbeats } from './heartbeat.ts';
import { type CheckState, checkStates, fresh } from './judge.ts';
import { type Finding, type Tools, unjudged } from './kind.ts';
import { kindLoaded, kindOf } from './kinds/index.ts';
import { judged, tell } from './look.ts';

/** Turns are gathered for so long, ms: what is due within it starts together. */
const tickMs = 50;
/** Looks under way at once; what is due past that starts as soon as one ends. */
const lookingMax = 4_000;
/** How often a state is judged anew because another run kept one meanwhile. */
const keepTries = 5;
/** In a round, what is due once begins within so long of its start, ms: a function is paid for as long as it waits. */
const burstMs = 10_000;

/** A check that is looked at, as it stands. */
export interface Watched {
  check: Check;
  state: CheckState;
  /** The last look: when it began, ms since 1970, and what it saw. `isOurs`: it failed by this machine's network. */
  last?: { readonly at: number; readonly finding: Finding; readonly isOurs?: true };
  isMaintained?: boolean;
}

/** `version`: of its state in the store, 0 when there is none. `look`: the one that is under way. `isBehind`: the store has it without its last looks. */
type Turn = Watched & { due: number; version: number; look?: Promise<void> | undefined; isBehind?: boolean };

/** A time whose turns are one run's, ms since 1970: from (included), until (excluded). */
export interface Round {
  readonly from: number;
  readonly until: number;
}

export interface EngineParts extends Pick<SkillDeps, 'store' | 'issue' | 'clock' | 'secrets' | 'log'> {
  readonly allow: AllowList;
  /** As the kinds resolve names, unless said. */
  readonly resolve?: Tools['resolve'];
  /** Left out: nobody asks whether it is this machine's network that is down. */
  readonly guard?: Guard | undefined;
  readonly isInMaintenance?: IsInMaintenance;
  /** Told of each look; `due`: when its turn was, ms since 1970. */
  looked?(watched: Watched, at: number, due: number): void;
}

/**
 * Looks at checks when their turns come: at all of them in one process that holds them in memory, or at those of some parts for a while, in one of many that come and go. What stays as it is
 * costs no write; a look that outlasts its interval takes the next turn with it.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #tools: Pick<Tools, 'allow' | 'now' | 'resolve'>;
  readonly #watched = new Map<string, Turn>();
  /** Who is due in each tick. */
  readonly #ticks = new Map<number, Turn[]>();
  /** Due, and held back by how many are under way. */
  #waiting: Turn[] = [];
  readonly #looks = new Set<Promise<void>>();
  #isRunning = false;
  /** Of a run that isn't alone: others change what it holds. */
  #round: Round | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { allow, clock, resolve } = parts;
    this.#tools = { allow, now: () => clock.now(), ...(resolve ? { resolve } : {}) };
  }

  /** Null where it isn't this process that looks at it. */
  get(id: string): Watched | null {
    return this.#watched.get(id) ?? null;
  }

  all(): Iterable<Watched> {
    return this.#watched.values();
  }

  /** A check that was made or changed: looked at soon, and then in its turn. Nothing where this process looks at none. */
  put(check: Check): void {
    if (!this.#isRunning) return;
    const known = this.#watched.get(check.id);
    if (known && known.check.everyMs === check.everyMs) known.check = check;
    else this.#add(check, known ?? { state: fresh(check.madeAt), version: 0 }, this.#parts.clock.now());
  }

  /** It may be up again: looked at now, unless it is known to be up. */
  seenAlive(id: string): void {
    const known = this.#watched.get(id);
    if (known && known.state.status !== 'up') this.#add(known.check, known, this.#parts.clock.now());
  }

  /** A check that was taken away: resolves when no look of it is under way; until then its state may change. */
  async drop(id: string): Promise<void> {
    const turn = this.#watched.get(id);
    this.#watched.delete(id);
    await turn?.look;
  }

  /** Reads all checks and goes on until the signal ends; resolves when no look is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    this.#isRunning = true;
    await this.#load(parts);
    await this.#goOn(signal, () => false);
    await this.#catchUp();
  }

  /**
   * Looks at the checks of some parts whose turns are in a round, and resolves when all were; answers how many checks there are. Those with a turn a minute or less take it near the start,
   * spread as their turns are; others in their time. Other runs may look at the same: what one of them kept is never written over.
   */
  async round(of: readonly string[], round: Round, signal: AbortSignal): Promise<number> {
    this.#isRunning = true;
    this.#round = round;
    await this.#load(of);
    await this.#goOn(signal, () => this.#ticks.size === 0 && this.#waiting.length === 0 && this.#looks.size === 0);
    return this.#watched.size;
  }

  async #goOn(signal: AbortSignal, isOver: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const step = () => {
        this.#tick();
        if (isOver()) stop();
      };
      const ticking = setInterval(step, tickMs);
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

  async #load(of: readonly string[]): Promise<void> {
    await this.#parts.guard?.load();
    for (const partition of of) {
      // States first: who is made meanwhile has none, and one that is missed is found when another is kept.
      const states = new Map<string, Stored<CheckState>>();
      for await (const state of this.#part(checkStates, partition)) states.set(state.key, state);
      for await (const { value } of this.#part(checks, partition)) {
        const { value: state = fresh(value.madeAt), version = 0 } = states.get(value.id) ?? {};
        if (!this.#watched.has(value.id)) this.#add(value, { state, version }, null);
      }
    }
  }

  async *#part<T>(collection: Collection<T>, partition: string): AsyncGenerator<Stored<T>> {
    let after: string | undefined;
    do {
      const page = await this.#parts.store.query(collection, { index: 'all', partition, limit: 500, ...(after === undefined ? {} : { after }) });
      yield* page.items;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  /** `at`: its next turn; null: by its phase. */
  #add(check: Check, { state, version }: Pick<Turn, 'state' | 'version'>, at: number | null): void {
    const turn: Turn = { check, state, version, due: at ?? this.#firstTurn(check) };
    this.#watched.set(check.id, turn);
    this.#queue(turn);
  }

  #firstTurn(check: Check): number {
    if (!this.#round) return turnAfter(check, this.#parts.clock.now());
    const { from, until } = this.#round;
    const turn = turnAfter(check, from - 1);
    return turn < until && isLong(check, this.#round) ? from + ((turn - from) * Math.min(burstMs, until - from)) / (until - from) : turn;
  }

  #queue(turn: Turn): void {
    if (this.#round && turn.due >= this.#round.until) return;
    // What a clock that was set back leaves behind is due with the next.
    const tick = Math.max(Math.ceil(turn.due / tickMs), this.#lastTick + 1);
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
    this.#lastTick = now;
    for (const tick of due) {
      const turns = this.#ticks.get(tick);
      if (!turns) continue;
      this.#ticks.delete(tick);
      for (const turn of turns) this.#begin(turn);
    }
  }

  #begin(turn: Turn): void {
    // Taken away, or another stands in its place.
    if (this.#watched.get(turn.check.id) !== turn) return;
    if (this.#looks.size >= lookingMax) {
      this.#waiting.push(turn);
      return;
    }
    const { due, check } = turn;
    if (!this.#round || !isLong(check, this.#round)) {
      turn.due = turnAfter(check, Math.max(due, this.#parts.clock.now()));
      this.#queue(turn);
    }
    if (turn.look) return;
    const look = this.#look(turn, due)
      .catch((cause) => this.#parts.log.warn({ check: check.id, err: cause }, 'A check met a defect; it is looked at again in its turn.'))
      .finally(() => {
        turn.look = undefined;
        this.#looks.delete(look);
        const next = this.#waiting.shift();
        if (next) this.#begin(next);
      });
    turn.look = look;
    this.#looks.add(look);
  }

  async #look(turn: Turn, due: number): Promise<void> {
    const { check } = turn;
    const kind = kindLoaded(check.kind) ?? (await kindOf(check.kind));
    if (!kind) return;
    const at = this.#parts.clock.now();
    // Only what was kept for checks of this tenant: a check names its secrets itself.
    const secret = (name: string) => this.#parts.secrets.get(secretOf(check, name));
    const reported = async () => ({ lastAt: (await this.#parts.store.get(heartbeats, check.id))?.value.at ?? null, since: check.madeAt });
    const finding = await kind.run(check.config, { ...this.#tools, secret, reported, timeoutMs: check.timeoutMs });
    // Taken away meanwhile.
    if (this.#watched.get(check.id) !== turn) return;
    turn.last = { at, finding };
    const isHeld = !finding.up && check.dependsOn.length > 0 && (await this.#isBelowDown(check));
    const maintained = this.#parts.isInMaintenance?.(check, at) ?? false;
    turn.isMaintained = typeof maintained === 'boolean' ? maintained : await maintained;
    try {
      const { state, report } = judged(turn, finding, at, isHeld);
      const { guard } = this.#parts;
      if (guard && (await this.#isOurs(guard, turn, finding, at, report?.state === 'open'))) turn.last = { at, finding, isOurs: true };
      else if (state !== turn.state) await this.#keep(turn, finding, at, isHeld);
    } finally {
      this.#parts.looked?.(turn, at, due);
    }
  }

  /** Tells what a look changed and keeps it, judged by what stands: nothing that another run kept is written over, nor is what was taken away told of. */
  async #keep(turn: Turn, finding: Finding, at: number, isHeld: boolean): Promise<void> {
    const { store, issue } = this.#parts;
    const { id } = turn.check;
    for (let tries = 1; ; tries++) {
      if (this.#round) {
        const stands = await store.get(checks, id);
        if (!stands) {
          this.#watched.delete(id);
          return;
        }
        turn.check = stands.value;
      }
      const { state, report } = judged(turn, finding, at, isHeld);
      if (state === turn.state) return;
      // The only one that looks remembers it until it stops.
      if (!this.#round && !report && isOnlyMore(turn.state, state)) {
        turn.state = state;
        turn.isBehind = true;
        return;
      }
      if (report) await tell(turn.check, report, at, issue);
      // Taken away while that was told: who did so closes what was opened, and nothing is kept of it.
      if (this.#watched.get(id) !== turn) {
        turn.state = state;
        return;
      }
      try {
        turn.version = await store.put(checkStates, id, { ...state, id }, { expect: turn.version });
        turn.state = state;
        turn.isBehind = false;
        return;
      } catch (cause) {
        if (!(cause instanceof VersionConflict) || tries === keepTries) throw cause;
        const stands = await store.get(checkStates, id);
        turn.state = stands?.value ?? fresh(turn.check.madeAt);
        turn.version = stands?.version ?? 0;
      }
    }
  }

  /** Whether a failed look is this machine's own fault: then nothing of it is judged. */
  #isOurs(guard: Guard, { check, state }: Turn, finding: Finding, at: number, opens: boolean): Promise<boolean> | false {
    const { id } = check;
    if (finding.up || state.status === 'down' || (finding.code !== undefined && unjudged.has(finding.code))) {
      guard.forget(id);
      return guard.isOut && guard.mend().then(() => false);
    }
    guard.suspect(id, { network: networkOf(kindLoaded(check.kind)?.target(check.config) ?? check.name), at });
    return guard.isOurs(check, at, opens);
  }

  /** Keeps what the store is behind of. One that fails is a few looks shorter in memory after the next start. */
  async #catchUp(): Promise<void> {
    const behind = [...this.#watched.values()].filter(({ isBehind }) => isBehind);
    const kept = await Promise.allSettled(
      behind.map(({ check: { id }, state, version }) => this.#parts.store.put(checkStates, id, { ...state, id }, { expect: version })),
    );
    const lost = kept.filter(({ status }) => status === 'rejected').length;
    if (lost > 0) this.#parts.log.warn({ checks: lost }, 'The last looks of some checks could not be kept.');
  }

  async #isBelowDown({ dependsOn }: Check): Promise<boolean> {
    for (const id of dependsOn) {
      const state = this.#watched.get(id)?.state ?? (this.#round ? (await this.#parts.store.get(checkStates, id))?.value : undefined);
      if (state?.status === 'down') return true;
    }
    return false;
  }
}

/** Whether nothing is new but that there was one more look. */
const isOnlyMore = (before: CheckState, after: CheckState) =>
  before.status === after.status &&
  before.since === after.since &&
  before.flapping === after.flapping &&
  before.openedAt === after.openedAt &&
  before.why === after.why &&
  !before.turning &&
  !after.turning;

/** Whether it has no second turn in a round. */
const isLong = ({ everyMs }: Check, { from, until }: Round) => everyMs >= until - from;
