import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Accepted } from '../inbox/inbox.ts';
import type { Mail } from '../mail/mail.ts';
import type { Form } from '../reply/form.ts';
import type { Reply } from '../reply/reply.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Store } from '../store/store.ts';
import type { Texts } from '../texts/texts.ts';
import type { Inbound, Place, SentFile } from './inbound.ts';
import type { Listing } from './listing.ts';

/** A request as it came: headers, and the body's raw bytes, nothing believed yet. */
export interface HttpRequest {
  readonly method: string;
  /** Without query: `/slack/events`. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the platform gets back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of a delivery. `receive` never throws: what isn't a valid request is `refused` in the platform's own status. */
export type Received =
  /** Verified and addressed: accept each, then answer `ack`. `kept` is called between the two, for a channel that minds how late its answer is. */
  | {
      readonly kind: 'inbound';
      readonly inbound: readonly Inbound[];
      readonly ack: HttpAnswer;
      kept?(): void;
      /** The platform shows a form in its response: this one, in place of keeping what was said, which names a command and gives it too little. Its answers come as another delivery. */
      form?(form: Form): HttpAnswer;
      /** Of one alone: what must be durable before it is accepted, as the content of files that no platform keeps. Repeated with each delivery. Throws StorageFailed. */
      before?(): Promise<void>;
    }
  /** The platform waits for the reply in its response (voice): accept, run, and answer with `Channel.respond`. */
  | { readonly kind: 'voice'; readonly inbound: Inbound }
  /** Verified, and nothing to keep: our own message, chatter, a handshake. */
  | {
      readonly kind: 'nothing';
      readonly ack: HttpAnswer;
      /** The platform tells that it didn't take an answer of ours. `reason`: its code, of a small set. */
      readonly refusedAnswer?: { readonly reason: string; readonly detail: string };
    }
  /** Not believed, or not understood. `reason` is a short word for logs and `bellhop_rejected_total`. */
  | { readonly kind: 'refused'; readonly reason: string; readonly ack: HttpAnswer };

/** Verifies the raw bytes, then parses. Pure but for the keys it may fetch; never throws, whatever the bytes. */
export type Receive = (request: HttpRequest) => Received | Promise<Received>;

/** A route of a channel. Wrong method is 405 and wrong content type 415 before `receive` is asked. */
export interface Route {
  readonly method: 'POST' | 'GET';
  readonly path: string;
  /** Content types taken, without parameters; none named: any. */
  readonly types?: readonly string[];
  /** For people: on AWS it is served by a function that may open and seal what channels keep, as no way in may. */
  readonly page?: true;
  /** The platform is told of it each time: nothing is to be set there. */
  readonly named?: true;
}

/** What a channel can do; what it can't has a stated fallback in its `render`. */
export interface Abilities {
  /** Buttons in one message; 0: they are written as text. */
  readonly buttons: number;
  /** Bytes (UTF-8) of a button's token; longer ones are kept in the store under a short key. */
  readonly tokenBytes: number;
  /** Characters in one message. */
  readonly text: number;
  readonly images: boolean;
  readonly edit: boolean;
  /** An answer that only one person in a group sees. */
  readonly private: boolean;
  readonly tables: boolean;
  /** Inputs in a message (`reply.form`); left out: what is missing is asked for one by one. */
  readonly forms?: boolean;
  /** Speaks instead of showing, and answers in the platform's response. */
  readonly voice: boolean;
  /** May begin a conversation (a reminder, an alert). */
  readonly proactive: boolean;
  /** Its actions are written as a numbered list: a number that is answered, or the words beside it, presses that one. Of channels without buttons. */
  readonly numbered?: boolean;
  /** Its people end what is sent to them with a word, and begin it again: whoever ended it is sent nothing. */
  readonly optOut?: boolean;
}

/** One limit of the platform's API: `count` sends in `perMs`, for each conversation, tenant, or all. Give its source in a comment. */
export interface Limit {
  readonly per: 'conversation' | 'tenant' | 'channel';
  readonly count: number;
  readonly perMs: number;
  /** Only for direct or only for group conversations; left out: for both. */
  readonly in?: 'direct' | 'group';
}

/** One message in the platform's own form, ready to be sent. JSON, so that a test and the simulator can show it. */
export type Message = { readonly [key: string]: unknown };

/** What `send` answers: how the platform names the message, for a later edit. */
export interface Sent {
  readonly message?: string;
}

/** How a delivery is told to its channel. */
export interface SendOptions {
  readonly signal: AbortSignal;
  /** The message to replace, where the channel can `edit`. */
  readonly edit?: string;
  /** Where that can't be replaced (any more), nothing is sent. */
  readonly onlyEdit?: true;
  /** The same for each repeat of one message: for platforms that take an idempotency key. Begins with the id of the command that is answered, and a dot. */
  readonly key: string;
  /** When the command that is answered was accepted, ms: a response_url ends. */
  readonly acceptedAt: number;
  /** The bytes of a file of the message, by its blob. Throws SendFailed: it is gone, or can't be read now. */
  file?(blob: string): Promise<Uint8Array>;
  /** What an earlier try of the same message has noted, where a platform lets us ask what became of it. Both throw StorageFailed. */
  readonly notes?: SendNotes;
}

/** A word that a try to send leaves for the next one: the platform's name of what is half done. */
export interface SendNotes {
  read(): Promise<string | null>;
  write(note: string): Promise<void>;
}

/** What `render` may know besides the reply. */
export interface RenderContext {
  readonly place: Place;
  readonly locale: string;
  readonly timeZone: string;
  /** The token for the n-th action of this reply, never longer than `can.tokenBytes`. */
  token(actionIndex: number): string;
}

/** A step of telling a platform where we are and what we can do. `left`: a person has to take it there. */
export interface Published {
  readonly state: 'done' | 'left';
  readonly what: string;
}

/** For channels that fetch their deliveries themselves (sockets, long polling, a terminal). */
export interface ListenContext {
  /** Resolves when it is kept; throws InboxFull or StorageFailed when it isn't: then don't confirm it to the platform. */
  accept(inbound: Inbound): Promise<Accepted>;
  /** The form to show instead, where the channel can: what was said names a command and gives it nothing. */
  form?(inbound: Inbound): Form | null;
  readonly signal: AbortSignal;
  readonly log: ChannelLog;
  /** Says whether the platform can be reached, for /readyz and doctor. */
  report(state: { ok: boolean; detail: string }): void;
  /** Somebody is there now who may not have been before: what was kept for them is told. Left out where nothing is kept. */
  arrived?(who: Omit<Inbound, 'key' | 'said'>): Promise<void>;
}

export interface ChannelLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** A channel: what it can do, and its verbs. One folder under bots/ each; `render` is pure. */
export interface Channel {
  readonly name: string;
  /** Which of several bots of its platform; left out: `main`. Given by who opens it: the channel itself needs to know of no other. */
  readonly bot?: string;
  readonly can: Abilities;
  readonly limits: readonly Limit[];
  readonly routes: readonly Route[];
  readonly receive: Receive;
  /** Reply → the platform's messages, each within its limits; at least one. */
  render(reply: Reply, context: RenderContext): Message[];
  /** Whether somebody is there to hear what is said now, where no platform keeps it for them: what is said to nobody is kept as well, until they come. Left out: there is always. */
  isThere?(place: Place): boolean;
  /** Sends one rendered message. Throws SendFailed. */
  send(message: Message, place: Place, options: SendOptions): Promise<Sent>;
  /** What `send` calls the message that a place names; left out: the same. */
  named?(place: Place): string;
  /** Shows beside what was said that a command is running, and has no answer yet: `says` follows the bot's name. Empty: no longer. Throws SendFailed. */
  working?(place: Place, says: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Takes a message away that `send` named; one that is gone already is no failure. Throws SendFailed. Where there is none, it is edited to a short mark. */
  remove?(message: string, place: Place, options: { readonly signal: AbortSignal }): Promise<void>;
  /** The response for a `voice` delivery, from what `render` made; `later` when the outcome isn't there in time. */
  respond?(messages: readonly Message[], inbound: Inbound, state: 'answered' | 'later'): HttpAnswer;
  /** Opens a form at the one who spoke, as long as the platform lets it; its answers come as another delivery. Answers whether it stands open. Never rejects. */
  open?(form: Form, inbound: Inbound): Promise<boolean>;
  /** The content of a file that came with a message, as it comes, no more than `bytesMax`. Throws SendFailed, and Refusal for one that is larger. */
  openFile?(file: SentFile, place: Place, options: { readonly signal: AbortSignal; readonly bytesMax: number }): Promise<AsyncIterable<Uint8Array>>;
  /** Where an address in words is told something, though nobody there is known; null for what is none of this channel's. Left out: who writes first must be a person. */
  addressed?(to: string): Place | null;
  /** What the platform gets when we are too busy to keep it: its own form of "try again", never a bare hang. */
  busy(inbound: Inbound): HttpAnswer;
  /** Fetches deliveries until the signal ends it; reconnects by itself. */
  listen?(context: ListenContext): Promise<void>;
  /** Loads what the first answer needs (a platform's SDK), so that no conversation waits for it: asked for once, a moment after the start. `send` does without. */
  warm?(): Promise<void>;
  /**
   * Where what was asked aside goes on, for a platform on which only a conversation of their own is between a person and us: so that what is asked there is answered there too. Throws
   * SendFailed. Left out: it goes on where it was asked, seen by its person alone.
   */
  aside?(place: Place, options: { readonly signal: AbortSignal }): Promise<Place>;
  /** Asks the platform whether tokens and permissions are right; answers what is wrong with its mend. For doctor. `at`: only those of this bot, for this tenant. */
  probe?(signal: AbortSignal, at?: Pick<Place, 'bot' | 'tenant'>): Promise<{ ok: boolean; detail: string; hint?: string }>;
  /** Tells the platform where it calls us (`ChannelTools.url`), as far as it can be told so; which commands there are, `listing` tells. Once more changes nothing. Throws a BellhopError. For deploy. */
  publish?(signal: AbortSignal): Promise<readonly Published[]>;
  /** Which commands the platform shows, where it keeps a list of them: for `bellhop commands`. */
  readonly listing?: Listing;
  /** The place without what ends with its request (a response_url): where its person can be spoken to later. Where there is none, all of it lasts. */
  lasting?(place: Place): Place;
  /** What the platform knows of a person (name, zone, locale); asked once, then remembered. */
  profile?(place: Place, user: string, signal: AbortSignal): Promise<{ name?: string; timeZone?: string; locale?: string }>;
}

/** One variable of CONTRACT.md. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly secret?: boolean;
  readonly default?: string;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** What a channel is opened with. */
export interface ChannelTools {
  readonly clock: Clock;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
  /** BELLHOP_URL: where people and platforms reach us. `addressOf` makes the address of a route of it. */
  readonly url: string;
  /** Which of several bots is opened; left out: `main`. */
  readonly bot?: string;
  /** All settings. */
  readonly env: Env;
  /** Mail from the installation's address, to nobody who gets or wants none. Left out where the installation sends none. */
  readonly mail?: Mail;
  /** Short messages from the installation's number. Left out where it has none of its own. */
  readonly texts?: Texts;
  /** What it may keep: tokens of workspaces that installed it. Left out where the settings are only looked at. */
  readonly kept?: ChannelKept;
}

/** Where a channel keeps what is neither a setting nor a command. */
export interface ChannelKept {
  readonly store: Store;
  readonly secrets: Pick<Secrets, 'get' | 'put' | 'delete' | 'list'>;
}

/** A channel that is off, and what would turn it on. `away`: the channel as it is meanwhile, not proactive: what is to be said there is kept until somebody comes. */
export interface Off {
  readonly off: string;
  readonly away?: Channel;
}

/** A channel before it has its settings. */
export interface ChannelModule {
  readonly name: string;
  readonly settings: readonly Setting[];
  /** Where its platform calls it over HTTP, whatever the settings: once it is on, it serves these or none of them. */
  readonly routes: readonly Route[];
  /** Tenants install it and take it out again, as its platform tells at its routes: these change what is kept. */
  readonly installs?: true;
  /** Its way in keeps what comes with what is said, where its platform does not. */
  readonly keeps?: true;
  /** Several bots of it may run side by side: `NAME_SALES` of each setting is that of the bot `sales`, whose routes have `/sales` behind. */
  readonly severalBots?: true;
  /** Opens it, or says which variables would turn it on. Throws SettingsError for a half-configured or malformed one. Loads no platform SDK: `send` and `listen` do, when first used. */
  configure(env: Env, tools: ChannelTools): { readonly on: Channel } | Off;
}
