import { isIP } from 'node:net';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { change } from '../../shared/store/change.ts';
import { collection } from '../../shared/store/store.ts';
import type { Check } from './check.ts';
import { tellOutage } from './look.ts';

/** So many networks must fail within one interval before it may be ours that does. */
const networksMin = 3;
/** What the anchors said holds so long, ms. */
const askedMs = 5_000;
/** Places that are told that this machine's network is down. */
const placesMax = 100;
const writeTries = 20;

/** A failed look of a check that isn't down yet. */
export interface Suspect {
  readonly network: string;
  /** ms since 1970. */
  readonly at: number;
}

/** This machine's network is down: since when, and by a check of each place that was told so. */
interface Outage {
  readonly since: number;
  readonly told: readonly Check[];
}

/** One record, `here`, while it lasts. */
const outages = collection<Outage>('check_outages', {});
const here = 'here';

/** Whether so much fails since an instant that it may be this machine's own network. Pure. */
export function isSuspicious(suspects: Iterable<Suspect>, since: number): boolean {
  const networks = new Set<string>();
  for (const { network, at } of suspects) {
    if (at >= since) networks.add(network);
    if (networks.size >= networksMin) return true;
  }
  return false;
}

/** What fails together when a network does: of an IPv4 address its /24, of an IPv6 one its /48, of a name its domain. `target`: as people write it. */
export function networkOf(target: string): string {
  const [, bracketed, plain = ''] = /^(?:[a-z0-9+]+:\/\/)?(?:[^/@\s]*@)?(?:\[([^\]]+)\]|([^/:?#\s]+))/i.exec(target) ?? [];
  const host = (bracketed ?? plain).toLowerCase();
  if (isIP(host) === 4) return host.split('.').slice(0, 3).join('.');
  if (isIP(host) === 6) return host.split(':').slice(0, 3).join(':');
  const labels = host.split('.');
  // example.co.uk: three, where the last but one is short.
  return labels.slice((labels.at(-2) ?? '').length <= 3 ? -3 : -2).join('.');
}

export interface GuardParts extends Pick<SkillDeps, 'store' | 'issue' | 'clock' | 'log'> {
  /** Whether one of the anchors answers now. */
  answers(): Promise<boolean>;
}

/** Tells what is down from a network of this machine's own that is: then no check changes, and each place that watches something is told that once, and once when it is over. */
export class Guard {
  readonly #parts: GuardParts;
  readonly #suspects = new Map<string, Suspect>();
  #outage: Outage | null = null;
  #asked: { readonly at: number; readonly answers: Promise<boolean> } | undefined;

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  /** Reads what another run knew. */
  async load(): Promise<void> {
    this.#outage = (await this.#parts.store.get(outages, here))?.value ?? null;
  }

  /** Whether the network is known to be down. */
  get isOut(): boolean {
    return this.#outage !== null;
  }

  /** A look that shows no fault, or one that is told of already. */
  forget(id: string): void {
    if (this.#suspects.size > 0) this.#suspects.delete(id);
  }

  suspect(id: string, suspect: Suspect): void {
    // The newest last.
    this.#suspects.delete(id);
    this.#suspects.set(id, suspect);
  }

  /** Whether a failed look says nothing of its target, for it is this machine's network that is down. `opens`: an incident would open. */
  async isOurs(check: Check, at: number, opens: boolean): Promise<boolean> {
    if (!this.#outage && !(opens && isSuspicious(this.#suspects.values(), at - check.everyMs))) return false;
    if (await this.#answers()) {
      await this.#over();
      return false;
    }
    await this.#begun(check, at);
    return true;
  }

  /** Ends what is over, though nothing failed: asked after looks, while it lasts. */
  async mend(): Promise<void> {
    if (this.isOut && (await this.#answers())) await this.#over();
  }

  #answers(): Promise<boolean> {
    const now = this.#parts.clock.now();
    if (!this.#asked || now - this.#asked.at >= askedMs || now < this.#asked.at) this.#asked = { at: now, answers: this.#parts.answers() };
    return this.#asked.answers;
  }

  async #begun(check: Check, at: number): Promise<void> {
    const isTold = (outage: Outage | null) => outage?.told.some((one) => placeOf(one) === placeOf(check)) ?? false;
    const before = this.#outage;
    if (before && (isTold(before) || before.told.length >= placesMax)) return;
    this.#outage = { since: before?.since ?? at, told: [...(before?.told ?? []), check] };
    if (!before) this.#parts.log.warn({}, 'No anchor answers: the network of this machine is down. Checks stay as they were until one does.');
    const { value } = await change(
      this.#parts.store,
      outages,
      here,
      (stands) => (isTold(stands) ? null : { since: stands?.since ?? at, told: [...(stands?.told ?? []), check] }),
      writeTries,
    );
    await tellOutage(check, 'open', value?.since ?? at, this.#parts.issue);
  }

  async #over(): Promise<void> {
    const outage = this.#outage;
    if (!outage) return;
    this.#outage = null;
    this.#suspects.clear();
    const told = (await this.#parts.store.get(outages, here))?.value.told ?? outage.told;
    for (const check of told) await tellOutage(check, 'close', this.#parts.clock.now(), this.#parts.issue, outage.since);
    await this.#parts.store.delete(outages, here);
    this.#parts.log.warn({ sinceMs: this.#parts.clock.now() - outage.since }, 'An anchor answers again: the network of this machine is back.');
  }
}

const placeOf = ({ place: { channel, bot, tenant, conversation, thread = '' } }: Check) => [channel, bot, tenant, conversation, thread].join('|');
