import { setImmediate } from 'node:timers/promises';
import type { Context } from '../command/context.ts';
import { type Answer, type AnyCommand, deadlineDefaultMs } from '../command/define.ts';
import { BellhopError } from '../errors.ts';
import { problemOf } from '../reply/problem.ts';
import type { Reply } from '../reply/reply.ts';
import type { KeepFiles } from './given-files.ts';
import { sayIn } from './say.ts';

/** The handler outlived its deadline. */
export class DeadlinePassed extends BellhopError {
  constructor(command: string, deadlineMs: number) {
    super('deadline', `${command} did not finish within ${deadlineMs / 1000} s.`, { hint: 'Try again; if it goes on, tell an admin.' });
  }
}

/** The handler answered something that is no reply. */
export class NoReply extends BellhopError {
  constructor(command: string, problem: string) {
    super('no_reply', `${command} answered something that is no reply: ${problem}.`, { hint: 'Its handler must return reply(…).' });
  }
}

/** Characters of all replies of one command together: its record stays small. */
const repliesMax = 100_000;

/**
 * Runs a handler until it answers, its deadline passes or its signal ends, whichever is first: a handler that hangs holds nobody up.
 * Throws what the handler throws, DeadlinePassed, NoReply, or the signal's reason. `progress` gets each yielded reply but the last; `keepFiles` the answer, with its files.
 */
export async function run(
  definition: AnyCommand,
  values: never,
  context: Context,
  progress: (reply: Reply) => Promise<void>,
  keepFiles?: KeepFiles,
): Promise<readonly Reply[]> {
  const deadlineMs = definition.deadlineMs ?? deadlineDefaultMs;
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(new DeadlinePassed(definition.name, deadlineMs)), deadlineMs);
  // Not AbortSignal.any: what listens to one keeps it in memory after the run.
  const { signal } = ended;
  const end = () => ended.abort(context.signal.reason);
  if (context.signal.aborted) end();
  else context.signal.addEventListener('abort', end);
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    // What an abandoned handler answers or throws later has no one left to hear it: its command has ended.
    const answered = answerOf(definition, values, { ...context, signal }, progress).then((answer) =>
      repliesOf(definition.name, context, answer, keepFiles),
    );
    return await Promise.race([answered, stopped]);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', end);
  }
}

async function answerOf(definition: AnyCommand, values: never, context: Context, progress: (reply: Reply) => Promise<void>): Promise<Answer> {
  const answer = definition.run(values, context);
  if (!isIterable(answer)) return answer;
  let last: Reply | undefined;
  for await (const reply of answer) {
    // The run has ended, and its person has heard how: nothing takes the place of that.
    if (context.signal.aborted) break;
    check(definition.name, reply);
    if (last) await progress(last);
    last = reply;
    // A handler that never pauses must not keep its own deadline from coming.
    await setImmediate();
  }
  return last;
}

function isIterable(answer: unknown): answer is AsyncIterable<Reply> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

function repliesOf(
  name: string,
  { person, command }: Context,
  answer: Answer,
  keepFiles: KeepFiles | undefined,
): readonly Reply[] | Promise<readonly Reply[]> {
  if (answer === undefined || answer === null) return [sayIn(person.locale).done(name)];
  const replies: readonly Reply[] = isList(answer) ? answer : [answer];
  for (const reply of replies) check(name, reply);
  if (!keepFiles || replies.every(({ file }) => file === undefined)) return short(name, replies);
  return keepFiles(command.id, replies).then((kept) => short(name, kept));
}

function short(name: string, replies: readonly Reply[]): readonly Reply[] {
  if (JSON.stringify(replies).length > repliesMax) throw new NoReply(name, 'it is too much text');
  return replies;
}

function check(name: string, reply: unknown): void {
  const problem = problemOf(reply);
  if (problem !== null) throw new NoReply(name, problem.replace(/^\./, ''));
}

const isList = (answer: NonNullable<Answer>): answer is readonly Reply[] => Array.isArray(answer);
