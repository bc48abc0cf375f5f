import { channelTitle } from '../channel/title.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import type { AnyCommand, AnyParams } from '../command/define.ts';
import type { Param } from '../command/kind.ts';
import { askedBy, confirmation, wholeText } from '../command/resolve.ts';
import { worded } from '../command/worded.ts';
import type { BellhopError } from '../errors.ts';
import type { CommandRecord } from '../inbox/inbox.ts';
import { both, either, inLanguages, type Language } from '../language/languages.ts';
import type { PersonId } from '../people/person.ts';
import { needed } from '../people/rights.ts';
import { type Reply, reply } from '../reply/reply.ts';
import { marked, plain, spansOf } from '../reply/text.ts';
import { sayEndIn } from './ends/say.ts';
import type { Held } from './turns.ts';
import { speak } from './words/speak.ts';

/** A question takes at most so many of its answers along as buttons: more are no help, and no channel shows them well. */
const choicesMax = 10;

/** The answers to offer: all of a few; of more, those that hold what was given. */
function offered({ choices = [], search }: Pick<Param<unknown>, 'choices' | 'search'>, given: string): readonly string[] {
  if (search) return search(given, choicesMax + 1);
  const sought = given.trim().toLowerCase();
  return isFew(choices) || sought === '' ? choices : choices.filter((choice) => choice.toLowerCase().includes(sought));
}

/** Whether all the answers fit beside a question. */
export const isFew = (choices: readonly string[] = []): boolean => choices.length > 0 && choices.length <= choicesMax;

/** What a question is about: the command that asks, what was given, and the parameter that it asks for. */
interface About {
  readonly name: string;
  readonly raw: Raw;
  readonly param: string;
  readonly question: CommandId;
}

/** All that was given, and which question it is an answer to: a button means the same whenever it is pressed. */
const givenTo = ({ raw, question }: About) => ({ ...givenIn(raw), [askedBy]: question });

/** What the flow itself says to people, in one language. */
const saying = (language: Language) => {
  const words = speak(language);

  /** The answers that a question can have, where they are few, as buttons: each is the whole command with that answer, so that it means the same whenever it is pressed. */
  const choicesOf = (
    about: About,
    only: PersonId,
    asked: Pick<Param<unknown>, 'choices' | 'parse' | 'printIn' | 'search'> | undefined,
    given = '',
  ): Pick<Reply, 'actions'> => {
    const choices = asked ? offered(asked, given) : [];
    if (!isFew(choices)) return {};
    return {
      actions: choices.map((choice) => ({
        label: labelOf(choice, asked),
        command: about.name,
        args: { ...givenTo(about), [about.param]: choice },
        once: true,
        only,
      })),
    };
  };

  /** A choice as it reads in this language. */
  const labelOf = (choice: string, asked: Parameters<typeof choicesOf>[2]): string => {
    const parsed = asked?.printIn && asked.parse(choice, { saidAt: 0, timeZone: 'UTC', locale: language });
    return parsed?.ok ? (asked?.printIn?.(parsed.value, language) ?? choice) : choice;
  };

  return {
    ...sayEndIn(language),

    /** Of an answer with a file that can't be spoken: where it is sent; null: nowhere. A question stays last. */
    fileFollows: (one: Reply, name: string, where: string | null): Reply => {
      const follows = where === null ? words.fileKept(name) : words.fileFollows(name, where);
      const beside = (said: string) => (one.asks ? `${follows} ${said}` : `${/[.!?…]$/.test(said) ? said : `${said}.`} ${follows}`);
      const text = one.asks ? [`${follows} `, ...spansOf(one.text)] : [...spansOf(one.text), '\n', follows];
      return one.speech === undefined ? { ...one, text } : { ...one, speech: beside(one.speech) };
    },

    question: (ask: string, about: About, to: PersonId, asked?: Parameters<typeof choicesOf>[2]): Reply =>
      reply(ask, { asks: true, ...choicesOf(about, to, asked) }),

    /** A voice says what was wrong in one sentence: the question itself brings examples. */
    askAgain: (error: string, ask: string, about: About, to: PersonId, asked?: Parameters<typeof choicesOf>[2], given?: string): Reply => {
      const [wrong] = error.split(/(?<=[.!?…]) (?=\p{Lu})/u);
      return reply(`${error} ${ask}`.trim(), {
        asks: true,
        severity: 'warning',
        speech: `${wrong} ${ask}`.trim(),
        ...choicesOf(about, to, asked, given),
      });
    },

    /** What will happen, with a yes and a no, for who was asked alone. */
    confirm: (what: Reply['text'], about: About, only: PersonId): Reply =>
      reply([...spansOf(what), `\n${words.shallI}`], {
        asks: true,
        actions: [
          { label: words.yesDoIt, command: about.name, args: { ...givenTo(about), [confirmation]: 'yes' }, style: 'danger', once: true, only },
          { label: words.no, command: about.name, args: { ...givenTo(about), [confirmation]: 'no' }, once: true, only },
        ],
      }),

    /** A question that takes the place of another one's. */
    leaving: (left: string, question: Reply): Reply => ({
      ...question,
      text: [...spansOf(words.leaving(left)), ...spansOf(question.text)],
      ...(question.speech === undefined ? {} : { speech: `${words.leavingSpoken(left.replaceAll('_', ' '))} ${question.speech}` }),
    }),

    /** The question of a command that was begun elsewhere, with what was given there. A voice leaves that out: others may hear it. */
    resuming: (name: string, { text = name, args = {} }: Raw, question: Reply): Reply => {
      const line = text.trim().toLowerCase() === name ? [] : [text];
      const given = [...line, ...Object.entries(args).map(([param, value]) => `${param}: ${value}`)].join(', ');
      return {
        ...question,
        text: [...spansOf(words.resuming(name, given)), ...spansOf(question.text)],
        speech: `${words.resumingSpoken(name.replaceAll('_', ' '))} ${question.speech ?? plain(question.text)}`,
      };
    },

    /** Beside an input that was left empty. */
    nothingGiven: words.nothingGiven,

    /** In the place of a form that can't be filled in any more: what became of it follows. */
    formClosed: (name: string, about: string): Reply => reply(words.formClosed(name), { about }),

    /** A form that was sent when its question was no longer open. What was written into it is not lost. */
    formEnded: (name: string, args: Readonly<Record<string, string>>): Reply =>
      reply(words.formEnded(name), { severity: 'warning', actions: [{ label: words.doItNow, command: name, args, once: true }] }),

    movedTo: (name: string, channel: string): Reply => reply(words.movedTo(name, channel)),

    /** What a definition would do, in its summary and these values. */
    willDo: (definition: AnyCommand, values: Readonly<Record<string, unknown>>): Reply['text'] => {
      const { name, params } = definition;
      const given = Object.entries(params as AnyParams).flatMap(([param, { print, printIn }]) =>
        values[param] === undefined ? [] : [`${param}: ${printIn?.(values[param], language) ?? print(values[param])}`],
      );
      return marked`\`${name}\`: ${[worded(definition, language).summary, ...given].join('\n')}`;
    },

    notDone: (name: string): Reply => reply(words.notDone(name)),

    notAsked: (name: string): Reply => reply(words.notAsked(name), { severity: 'warning' }),

    /** A button that was made before its command changed what it takes, with one as it would be now: what still fits is in it, and the rest is asked for. */
    outdated: (definition: AnyCommand, { args = {} }: Raw, gone: readonly string[]): Reply => {
      const { name, params } = definition;
      const fits = Object.fromEntries(Object.entries(args).filter(([param]) => param in params));
      return reply(words.outdated(name, both(gone, language)), {
        severity: 'warning',
        actions: [{ label: worded(definition, language).label, command: name, args: fits }],
      });
    },

    /** It has to wait for its turn. */
    waitsItsTurn: (name: string, thing: string, { who = words.somebody, before }: Held): Reply => {
      const others = before ? [words.othersBefore(before)] : [];
      return reply([...spansOf(words.waitsItsTurn(who, thing, name)), ...others, ...spansOf(words.cancelTakesBack)]);
    },

    /** It is not done while another has the turn. */
    held: (thing: string, { who = words.somebody }: Held, waits: boolean): Reply =>
      reply((waits ? words.tooManyWait : words.oneAtATime)(who, thing), { severity: 'warning' }),

    givenUp: ({ name }: AnyCommand, error: string): Reply => reply(words.givenUp(error, name), { severity: 'warning' }),

    stoppedWaiting: (name: string): Reply => reply(words.stoppedWaiting(name)),

    /** What a handler answers that answered nothing. */
    done: (name: string): Reply => reply(words.done(name)),

    /** Beside the bot's name, while a command runs. */
    working: words.working,

    /** The label of the button that takes back what was done. */
    undo: words.undo,

    /** What a command answers, for a channel where its person did not ask: says why it comes there. `isEnded`: they may have said STOP where they asked. */
    notThere: ({ command, replies }: Pick<CommandRecord, 'command' | 'replies'>, isEnded: boolean): readonly Reply[] => {
      const [first, ...rest] = replies;
      const why = { italic: (isEnded ? words.notThereTillStart : words.notThere)(channelTitle(command.place.channel)) };
      return first ? [{ ...first, text: [...spansOf(first.text), '\n\n', why] }, ...rest] : [];
    },

    dropped: (): Reply => reply(words.dropped),

    tooLong: ({ raw }: Command): Reply => reply(words.tooLong(raw.text?.length ?? 0), { severity: 'warning' }),

    gone: (name: string): Reply => reply(words.gone(name), { severity: 'warning' }),

    /** `givers`: names of those who can give the right; null: nobody can yet. */
    notAllowed: ({ name, access }: AnyCommand, givers: readonly string[] | null): Reply => {
      const who = givers === null ? words.noAdminYet : words.canGive(givers.length > 0 ? either(givers, language) : words.anAdmin);
      return reply([...spansOf(words.notAllowed(name, needed(access, language))), ...spansOf(who)], { severity: 'warning', visibility: 'private' });
    },

    /** Where a household speaks, and nobody of it is known by voice. */
    whoSpeaks: (hasPin: boolean): Reply =>
      reply(`${words.whoSpeaks} ${hasPin ? words.sayPin : words.setPin}`, { severity: 'warning', visibility: 'private', asks: hasPin }),

    interrupted: ({ name }: AnyCommand, raw: Raw): Reply =>
      reply(words.interrupted(name), {
        severity: 'warning',
        actions: [
          { label: words.runAgain, command: name, args: givenIn(raw), once: true, style: 'danger' },
          { label: words.itWorked, command: 'worked', args: {}, once: true },
        ],
      }),

    /** In the words of who refused, which are the person's language already. */
    refused: ({ code, message, hint, values }: BellhopError): Reply => {
      const told = words.problem(code, { message, hint }, values);
      return reply(told.hint ? `${told.message} ${told.hint}` : told.message, { severity: 'warning' });
    },

    failed: ({ trace }: Command, { code, message, hint, values }: BellhopError): Reply => {
      const told = words.problem(code, { message, hint }, values);
      return reply(words.failed(told.message, told.hint ?? words.tryAgain, trace), { severity: 'error' });
    },

    broke: ({ name, trace }: Command): Reply => reply(words.broke(name, trace), { severity: 'error' }),
  };
};

/** What the flow itself says to people, in a person's language: `sayIn(person.locale).done('check')`. */
export const sayIn = inLanguages({ en: saying('en'), de: saying('de') });

/** What stands below a message one of whose buttons was pressed; `by`: who it was, where that isn't plain. */
export const chosen = (label: string, by: string | undefined): Reply['text'] => [
  '\n',
  { italic: by === undefined ? `✓ ${label}` : `✓ ${label} – ${by}` },
];

/** What is left of a message that an edit made needless, where it can't be deleted. */
export const takenBack = (): Reply => reply('…');

/** What was given with a command, as a button's arguments. */
const givenIn = ({ text, args }: Raw): Readonly<Record<string, string>> => ({ ...(text === undefined ? {} : { [wholeText]: text }), ...args });
