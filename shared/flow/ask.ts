import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { type Arguments, shortfall } from '../command/arguments.ts';
import type { Command, Raw } from '../command/command.ts';
import { askOf, paramOf } from '../command/confirm.ts';
import type { AnyCommand, AnyParams } from '../command/define.ts';
import { fieldOf } from '../command/form.ts';
import { confirmation } from '../command/resolve.ts';
import { worded } from '../command/worded.ts';
import type { Inbox, Outcome } from '../inbox/inbox.ts';
import type { Person } from '../people/person.ts';
import type { Form } from '../reply/form.ts';
import type { Reply } from '../reply/reply.ts';
import { type Dialog, type DialogBook, questionLifeMs, triesMax, type Waiting, type Woken } from './dialog.ts';
import type { Meaning } from './meaning.ts';
import { isFew, sayIn } from './say.ts';

export interface AskParts {
  readonly dialogs: DialogBook;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  /** Ends the waiting of the question that this one takes the place of. */
  readonly inbox: Pick<Inbox, 'wake'>;
}

/** Who is asked, by which command, and about what. */
export interface Asking {
  readonly command: Command;
  readonly person: Person;
  readonly definition: AnyCommand;
  readonly meaning: Meaning;
}

/** Asks people for what a command still needs: one question in words, and all of it as a form where the channel has inputs. */
export function asker({ dialogs, channels, clock, inbox }: AskParts) {
  return {
    /** For a value that is missing or doesn't fit. After three answers that don't, it says what would, and ends. */
    async forMore(asking: Asking, parsed: Exclude<Arguments, { readonly values: unknown }>): Promise<Outcome> {
      const { meaning, definition, command, person } = asking;
      const { dialog, isForm } = meaning;
      const say = sayIn(person.locale);
      const wrong = 'invalid' in parsed;
      const param = wrong ? parsed.invalid : parsed.missing;
      const isAgain = dialog !== undefined && (isForm === true || dialog.param === param);
      const tries = wrong || isForm ? (isAgain ? dialog.tries : 0) + 1 : 0;
      if (tries >= triesMax) {
        const error = wrong ? parsed.error : say.nothingGiven;
        return { state: 'failed', replies: [say.givenUp(definition, error)], error: { code: 'not_understood', message: error } };
      }
      const form = channels.get(command.place.channel)?.can.forms ? formOf(asking, parsed) : undefined;
      const raw = without(meaning.raw, form ? [param, ...Object.keys(form.unmet)] : [param]);
      const about = { name: meaning.name, raw, param, question: command.id };
      const ask = askOf(definition, param, person.locale);
      const few = form ? undefined : offeredFor(asking, param, channels.get(command.place.channel)?.can.voice);
      const words = wrong ? say.askAgain(parsed.error, ask, about, person.id, few, parsed.given) : say.question(ask, about, person.id, few);
      if (!form) return pose(asking, { ...about, tries }, words);
      // A form that was filled in wrongly stands again where it stood; any other is a message of its own.
      const place = (isForm && dialog?.form?.about) || `form:${command.id}`;
      const names = form.shown.fields.map(({ name }) => name);
      return pose(asking, { ...about, tries, form: { names, about: place } }, { ...words, form: form.shown, about: place });
    },

    /** Whether it shall be done. */
    async forYes(asking: Asking, words: Reply['text']): Promise<Outcome> {
      const about = { name: asking.meaning.name, raw: without(asking.meaning.raw, [confirmation]), param: confirmation, question: asking.command.id };
      return pose(asking, { ...about, tries: 0 }, sayIn(asking.person.locale).confirm(words, about, asking.person.id));
    },
  };

  async function pose(
    { command, person, meaning, definition }: Asking,
    about: Pick<Dialog, 'name' | 'raw' | 'param' | 'tries' | 'form'>,
    question: Reply,
  ): Promise<Outcome> {
    const now = clock.now();
    const until = now + questionLifeMs;
    const left = await leave(person, command);
    const { name, raw, param, tries, form } = about;
    const redoes = meaning.redoes === undefined ? {} : { redoes: meaning.redoes };
    const asks = { command: command.id, name, raw, param, tries, saidAt: meaning.saidAt, ...redoes, endsAt: until, person: person.id, askedAt: now };
    await dialogs.open(command, form ? { ...asks, form } : asks);
    const say = sayIn(person.locale);
    const heard = { ...question, ...asksFor(definition, param) };
    const asked = meaning.isResumed ? say.resuming(name, raw, heard) : heard;
    const replies = [left === null || left === name ? asked : say.leaving(left, asked)];
    const waits = { state: 'waiting', for: param === confirmation ? 'confirmation' : 'input', until, replies } as const;
    return form ? { ...waits, data: { about: form.about } satisfies Waiting } : waits;
  }

  /** One question at a time: the one that was open here is let go. Answers which command that was. */
  async function leave(person: Person, command: Command): Promise<string | null> {
    const before = await dialogs.find(person.id, command);
    if (!before || before.answeredBy !== undefined) return null;
    const woken: Woken = { leftFor: command.name };
    return (await inbox.wake(before.command, woken)) ? before.name : null;
  }
}

/** What is offered beside a question: its choices; or what is often answered, where no words are heard worse for it (in groups a reply to the question is) and nobody has to listen to them. */
function offeredFor({ definition, command, person }: Asking, name: string, isVoice: boolean | undefined) {
  const param = paramOf(definition, name);
  if (!param?.picks || isVoice || !command.place.direct) return param;
  const context = { saidAt: command.saidAt, timeZone: person.timeZone, locale: person.locale };
  const picks = param.picks(person.locale).flatMap((words) => {
    const parsed = param.parse(words, context);
    return parsed.ok ? [[param.print(parsed.value), words.replace(/^./, (first) => first.toUpperCase())] as const] : [];
  });
  const labels = new Map(picks);
  return { choices: [...labels.keys()], parse: param.parse, printIn: (value: unknown) => labels.get(param.print(value)) ?? param.print(value) };
}

function asksFor(definition: AnyCommand, name: string): Pick<Reply, 'asksFor'> {
  const param = paramOf(definition, name);
  if (!param) return {};
  return { asksFor: { command: definition.name, param: name, slot: param.alexaSlot, ...(param.kind === 'yesNo' ? { yesNo: true } : {}) } };
}

/**
 * The form of what is still to be given, with what is wrong beside each; one that was filled in comes again as a whole. Undefined where words and buttons do better: one choice
 * of a few, and what can't be put into a form.
 */
function formOf(
  { definition, meaning, command, person }: Asking,
  parsed: Exclude<Arguments, { readonly values: unknown }>,
): { readonly shown: Form; readonly unmet: Readonly<Record<string, string>> } | undefined {
  const { given, unmet } = shortfall(definition, meaning.raw, { saidAt: meaning.saidAt, timeZone: person.timeZone, locale: person.locale });
  const wrong: Readonly<Record<string, string>> = 'invalid' in parsed ? { ...unmet, [parsed.invalid]: parsed.error } : unmet;
  const params: AnyParams = definition.params;
  const { nothingGiven } = sayIn(person.locale);
  const again = meaning.isForm ? meaning.dialog?.form?.names : undefined;
  const names = Object.keys(params).filter((name) => (again ? again.includes(name) || name in wrong : name in wrong || !(given[name] ?? '').trim()));
  if (names.some((name) => params[name]?.input?.as === 'file')) return undefined;
  const fields = names.flatMap((name) => {
    const param = params[name];
    if (!param) return [];
    const error = wrong[name];
    const field = fieldOf(name, { ...param, ask: askOf(definition, name, person.locale) });
    const initial = given[name] ?? param.initial;
    return [
      {
        ...field,
        ...(initial ? { initial } : {}),
        ...(error === undefined || (error === '' && !meaning.isForm) ? {} : { error: error || nothingGiven }),
      },
    ];
  });
  const [only, second] = fields;
  if (!only || (!second && isFew(only.choices))) return undefined;
  const rest = Object.entries(given).filter(([name, words]) => !names.includes(name) && words.trim() !== '');
  return {
    shown: {
      command: definition.name,
      title: worded(definition, person.locale).label,
      fields,
      given: Object.fromEntries(rest),
      question: command.id,
    },
    unmet: wrong,
  };
}

/** What was given, but for these. */
function without({ args = {}, text, explicit }: Raw, params: readonly string[]): Raw {
  return {
    ...(text === undefined ? {} : { text }),
    ...(explicit ? { explicit } : {}),
    args: Object.fromEntries(Object.entries(args).filter(([name]) => !params.includes(name))),
  };
}
