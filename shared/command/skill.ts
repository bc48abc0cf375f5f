import type { Env, HttpAnswer } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Issue } from '../flow/issue.ts';
import type { Observer } from '../flow/observe.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Mail } from '../mail/mail.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Series } from '../series/series.ts';
import type { Store } from '../store/store.ts';
import type { Due, Timers } from '../timers/timers.ts';
import type { Catalogue } from './catalogue.ts';
import type { Services } from './context.ts';
import type { AnyCommand } from './define.ts';
import type { InstallationStatus } from './installation.ts';

export interface SkillLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What skills and jobs are opened with. They keep it for their services; handlers see services only. */
export interface SkillDeps {
  readonly store: Store;
  readonly timers: Timers;
  /** What checks saw, over time. */
  readonly series: Series;
  readonly inbox: Inbox;
  readonly clock: Clock;
  /** From the installation's address; to nobody who gets or wants none. Where none is set up each send is refused with `mail_off`, which says what turns it on. */
  readonly mail: Mail;
  /** Tokens and keys of tenants. */
  readonly secrets: Secrets;
  /** Issues a command on somebody's behalf. */
  readonly issue: Issue;
  readonly env: Env;
  readonly log: SkillLog;
  /** Where people and platforms reach this installation: `https://bellhop.example.com`. */
  readonly url: string;
  /** Hears what is measured. */
  readonly observer: Pick<Observer, 'looked'>;
  catalogue(): Catalogue;
  status(): Promise<InstallationStatus>;
  /** Whether a channel speaks instead of showing: `can.voice`. */
  speaks(channel: string): boolean;
  /** Whether a channel may begin a conversation: `can.proactive`, false for a channel that isn't on. */
  proactive(channel: string): boolean;
  /** Where an address in words (of mail, a telephone number) is told something, though nobody there is known: by the first channel that is on and knows it for one. */
  addressed(to: string): Place | null;
  /** Whether a channel's people end what is sent to them with a word: `can.optOut`. */
  optOut(channel: string): boolean;
  /** Whether what is said there is kept until the person comes, as the channel can't begin a conversation: `can.proactive` is false; of a channel that is off, when its people come back to it. */
  keeps(channel: string): boolean;
}

/** A gauge: what stands at this moment, by its labels. */
export interface Measure {
  /** As Prometheus has it: `bellhop_check_up`. */
  readonly name: string;
  readonly help: string;
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** What stands at an address of its own, open to whoever knows it. */
export interface SkillPage {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Below it stands one more part: `/badge` for `/badge/NAME`. */
  readonly under: string;
  /** `name`: that part. Of a HEAD, `isHead`: it changes nothing. `body`: at most 1 MiB; none of a GET. */
  answer(name: string, deps: PageDeps, asked: PageAsked): Promise<HttpAnswer>;
}

/** What a page is asked. */
export interface PageAsked {
  readonly query: string;
  readonly isHead: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What a page may use. */
export type PageDeps = Pick<SkillDeps, 'store' | 'series' | 'clock' | 'env' | 'issue'>;

/** A folder of skills/ or jobs/: what it adds. `index.ts` of the folder exports one. */
export interface Skill {
  readonly name: string;
  readonly commands: readonly AnyCommand[];
  /** What it gives to all handlers, by name. Each name has one giver. */
  services?(deps: SkillDeps): Partial<Services>;
  /** Mends what a crash may have left, once at start; resolves when done. Commands are taken meanwhile. */
  start?(deps: SkillDeps): Promise<void>;
  /** What it does on its own, in a process that lives on: goes on until `signal` ends, and resolves when it has ended. */
  live?(deps: SkillDeps, signal: AbortSignal): Promise<void>;
  /**
   * The same where none does, as on AWS: `shards` is asked each minute what is to be done side by side, and answers at once, with none where there is nothing; `run` does one of them for a minute, and
   * ends soon when `signal` does. It may be run twice at once, and die in the midst.
   */
  readonly minute?: {
    shards(deps: SkillDeps): Promise<readonly string[]>;
    run(deps: SkillDeps, shard: string, signal: AbortSignal): Promise<void>;
  };
  /** Its gauges, asked when somebody reads /metrics of a process that lives on. */
  measures?(deps: SkillDeps): readonly Measure[];
  readonly pages?: readonly SkillPage[];
  /** Its timers: those whose id begins with `prefix`. `fire` may get one twice, and one that was disarmed: it compares with its own record. Throwing gets it again later. */
  readonly timers?: { readonly prefix: string; fire(due: Due, deps: SkillDeps): Promise<void> };
}
