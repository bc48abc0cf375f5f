/** Where an answer goes: a conversation of a channel, as that channel names it. Small enough to travel with each command. */
export interface Place {
  readonly channel: string;
  /** Which of several bots of one platform; `main` when there is one. */
  readonly bot: string;
  /** The platform's own division: Slack's team, Teams' tenant, the bot on Telegram. */
  readonly tenant: string;
  readonly conversation: string;
  readonly thread?: string;
  /** The message that is answered, where the platform can quote or edit it. */
  readonly message?: string;
  /** Only the person and the bot are here. */
  readonly direct?: boolean;
  /** The person who is answered: whom a private answer is for. */
  readonly user?: string;
  /** Asked where the others here don't see it (a menu on a message): they don't see the answers either. */
  readonly aside?: boolean;
  /** What else this channel needs to answer (a response_url, a service URL). Opaque to everyone but the channel. */
  readonly via?: Readonly<Record<string, string>>;
}

/** Who spoke, as the channel knows them. */
export interface Speaker {
  readonly user: string;
  readonly name?: string;
  /** Whose voice it is, where `user` is a household and the platform recognised one of it. */
  readonly voice?: string;
  /** Nobody vouches that it is they who speaks: they may what a guest may. Their `user` is another than the one who is vouched for. */
  readonly guest?: true;
}

/** What was said or pressed. */
export type Said =
  /**
   * Words addressed to us, with mention and slash taken off: `check example.com`.
   * `explicit`: in the platform's own form of a command (`/check …`), so never the answer to an open question when it names a command.
   */
  | { readonly kind: 'text'; readonly text: string; readonly explicit?: boolean }
  /** A pressed button: the token that `render` was given for the action. */
  | { readonly kind: 'action'; readonly token: string }
  /** An intent of a voice platform with its slots, by the parameter's name. */
  | { readonly kind: 'intent'; readonly intent: string; readonly slots: Readonly<Record<string, string>> }
  /** A filled-in form: the command it is of, its values by the parameter's name, and the question that showed it, if one did. */
  | { readonly kind: 'form'; readonly command: string; readonly values: Readonly<Record<string, string>>; readonly question?: string }
  /** Something that happened: the person opened the skill, added the bot, opened their start page or the conversation itself, wants to stop; wants nothing more to be sent there, or something again. */
  | { readonly kind: 'event'; readonly event: 'welcome' | 'home' | 'suggest' | 'stop' | 'unsubscribe' | 'subscribe' };

/** A file that came with a message: what the platform says of it, and how the channel finds its content again. */
export interface SentFile {
  readonly name: string;
  /** `image/png`; `application/octet-stream` where the platform doesn't tell. */
  readonly mediaType: string;
  /** Left out where the platform doesn't tell. */
  readonly bytes?: number;
  /** Opaque to everyone but the channel. */
  readonly ref: string;
}

/** One verified, addressed delivery of a channel. */
export interface Inbound {
  /** What the platform's retry, or its second telling of the same thing, has in common. Channel, bot and tenant are put before it. */
  readonly key: string;
  readonly place: Place;
  readonly from: Speaker;
  readonly said: Said;
  /** What came with it; never its content. */
  readonly files?: readonly SentFile[];
  /** BCP 47, where the platform tells. */
  readonly locale?: string;
  /** IANA name, where the platform tells. */
  readonly timeZone?: string;
  /** When the person spoke: milliseconds since 1970. */
  readonly saidAt: number;
}
