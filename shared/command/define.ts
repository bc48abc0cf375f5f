import type { Access } from '../people/rights.ts';
import type { Action } from '../reply/action.ts';
import type { Reply } from '../reply/reply.ts';
import type { Priority } from './command.ts';
import type { Context } from './context.ts';
import type { Param, Values } from './kind.ts';
import { worded } from './worded.ts';

/** What a second run would do, and so what happens after a process died inside the handler: run again, run again with the same idempotency key, or tell the person. */
export type Repeat = 'safe' | 'keyed' | 'never';

/** `undefined`: its person hears that it is done. An empty list says nothing at all. */
export type Answer = Reply | readonly Reply[] | undefined;

// biome-ignore lint/suspicious/noExplicitAny: a list of parameters of any kinds; Values<P> gives each its type back.
export type AnyParams = Readonly<Record<string, Param<any, any>>>;

/** How a command reads, and what it is called by, in another language; what is left out reads as in the definition itself. */
export interface Translation {
  readonly summary?: string;
  readonly label?: string;
  /** Understood beside the definition's own, whatever language a person has. */
  readonly phrases?: readonly string[];
  readonly examples?: readonly string[];
  /** The questions and summaries of its parameters, by their names. */
  readonly params?: Readonly<Record<string, { readonly ask?: string; readonly summary?: string }>>;
}

/** A command, as its author writes it. */
export interface Definition<P extends AnyParams = AnyParams> {
  /** Lower case, a–z, 0–9 and _: `check`. */
  readonly name: string;
  /** One line for menus and help: "Check whether a site is up". */
  readonly summary: string;
  /** What people say: 'is {site} up'. `{name}` is a parameter. */
  readonly phrases?: readonly string[];
  /** In other languages, by their code (`de`): for menus, help, questions and voices that speak them. */
  readonly in?: Readonly<Record<string, Translation>>;
  /** Another name on a channel, where its own is taken there: `{ slack: 'site_status' }`. It is understood everywhere. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly params?: P;
  /** Whole lines as people type them. */
  readonly examples?: readonly string[];
  /** Who may run it: a least role, or the members of groups (and admins): `{ groups: ['ops'] }`; default guest. */
  readonly access?: Access;
  /** Default interactive. */
  readonly priority?: Priority;
  /** How long the handler may take, ms; default 30,000. */
  readonly deadlineMs?: number;
  /** Default `safe`. */
  readonly repeat?: Repeat;
  /** Before it runs, its person sees what will happen and says yes or no: true shows its summary and values; a function of the values says it in its own words. */
  readonly confirm?: true | ((values: Values<P>, context: Context) => string | Promise<string>);
  /**
   * A second person has to say yes before it runs: one of this role or more, or of these groups; never who asked. They are asked where they are at home, and in the conversation, if it isn't
   * between two.
   */
  readonly approve?: Access;
  /** How long their answer is waited for, ms; default 24 hours. */
  readonly approveMs?: number;
  /**
   * What only one command may do at a time, in the whole installation: 'deploy {env}', with the values in it. The next waits until the one before it has ended, and hears who that is; with
   * `busy: 'refuse'` it is not done.
   */
  readonly exclusive?: string | { readonly of: string; readonly busy: 'wait' | 'refuse' };
  /** Takes back what a run did that called `context.undoWith(result)`. `result` is what that was given, as JSON keeps it. May run twice for one command. */
  undo?(values: Values<P>, result: unknown, context: Context): Promise<Reply | undefined> | Reply | undefined;
  /** How long it can be undone, ms; default 600,000. */
  readonly undoMs?: number;
  /** It only looks, and changes nothing: a beginning of its name that is no other's runs it. Any other command is then offered, and not run. */
  readonly reads?: true;
  /** Not listed in help and menus. */
  readonly hidden?: boolean;
  /** Only what runs on a clock issues it: said by anybody, in whatever way, it is no command. Hidden too. */
  readonly internal?: boolean;
  /** Offered on what somebody wrote, where a channel has such a menu ("Remind me of this"): the parameter that gets its words, and what the menu says, at most 24 characters. */
  readonly onMessage?: { readonly param: keyof P & string; readonly label: string };
  /** What it answers without any parameter stands on a person's start page, where a channel has one. */
  readonly onHome?: boolean;
  /** What is said with it (a code, a PIN) is told to nobody again, not even to who said it. */
  readonly secret?: boolean;
  /** How its button reads; default the summary. */
  readonly label?: string;
  /** Whether values that are each right go together: a message to the person when they don't, who is then asked for the last one given anew. */
  check?(values: Values<P>): string | undefined;
  /** Answers once, or yields progress: each yielded reply replaces the one before, and the last is the answer. */
  run(values: Values<P>, context: Context): Promise<Answer> | Answer | AsyncIterable<Reply>;
}

/** A definition, and how to make a button of it. */
export interface Defined<P extends AnyParams = AnyParams> extends Definition<P> {
  readonly params: P;
  /** check.with({ site }) — a button that runs this command with these values. Values left out are asked for. */
  with(
    values?: Partial<Values<P>>,
    options?: Partial<Pick<Action, 'label' | 'style' | 'once' | 'only' | 'forMs'>> & {
      /** Whose language the label is in, where none is given. */
      readonly locale?: string;
    },
  ): Action;
}

/** Any definition, where its parameters don't matter. */
// biome-ignore lint/suspicious/noExplicitAny: methods are called with the values its own params parsed.
export type AnyCommand = Defined<any>;

/** A handler's deadline where its definition names none, ms. */
export const deadlineDefaultMs = 30_000;

/** `{name}` */
export const slots = /\{([^}]*)\}/g;

/** What Slack's menu shows: the least of all. */
const onMessageMax = 24;

const nameForm = /^[a-z][a-z0-9_]{0,31}$/;

/** Defines a command. Throws for a malformed name, and for a phrase that names no parameter: mistakes of the author, seen at start. */
export function command<const P extends AnyParams = Record<never, never>>(definition: Definition<P>): Defined<P> {
  const params = definition.params ?? ({} as P);
  if (!nameForm.test(definition.name)) throw new Error(`Command name "${definition.name}": use up to 32 of a–z, 0–9 and _, starting with a letter.`);
  for (const alias of Object.values(definition.aliases ?? {})) {
    if (!nameForm.test(alias)) throw new Error(`Command "${definition.name}": its alias "${alias}" must be a name as its own.`);
  }
  const exclusive = typeof definition.exclusive === 'string' ? definition.exclusive : definition.exclusive?.of;
  for (const [, slot = ''] of exclusive?.matchAll(slots) ?? []) {
    if (!(slot in params)) throw new Error(`Command "${definition.name}": what it does exclusively names {${slot}}, which is no parameter of it.`);
  }
  for (const phrase of [...(definition.phrases ?? []), ...Object.values(definition.in ?? {}).flatMap(({ phrases = [] }) => phrases)]) {
    for (const [, slot] of phrase.matchAll(slots)) {
      if (!slot || !(slot in params))
        throw new Error(`Command "${definition.name}": the phrase "${phrase}" names {${slot}}, which is no parameter of it.`);
    }
  }
  if (definition.onMessage && definition.onMessage.label.length > onMessageMax)
    throw new Error(
      `Command "${definition.name}": "${definition.onMessage.label}" is longer than the ${onMessageMax} characters that a message's menu shows.`,
    );
  if (definition.onMessage && !(definition.onMessage.param in params))
    throw new Error(
      `Command "${definition.name}": what is written on a message is to be its "${definition.onMessage.param}", which is no parameter of it.`,
    );
  for (const [language, { params: named = {} }] of Object.entries(definition.in ?? {})) {
    const unknown = Object.keys(named).find((name) => !(name in params));
    if (unknown !== undefined) throw new Error(`Command "${definition.name}": in.${language}.params names ${unknown}, which is no parameter of it.`);
  }
  const made: Defined<P> = {
    ...definition,
    params,
    with(values = {}, { locale = 'en', ...options } = {}) {
      const args = Object.entries(values).flatMap(([name, value]) => {
        const param = params[name];
        return param && value !== undefined ? [[name, param.print(value)] as const] : [];
      });
      return { label: worded(made, locale).label, command: definition.name, args: Object.fromEntries(args), ...options };
    },
  };
  return made;
}
