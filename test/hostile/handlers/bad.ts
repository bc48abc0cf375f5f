import { type AnyCommand, command } from '../../../shared/command/define.ts';
import type { Skill } from '../../../shared/command/skill.ts';
import { type Reply, reply } from '../../../shared/reply/reply.ts';

/** A handler as nobody should write it, and what its person hears besides the trace. */
export interface Bad {
  readonly what: string;
  readonly says: string;
  readonly command: AnyCommand;
}

type Run = AnyCommand['run'];

const cyclic: unknown[] = [];
cyclic.push(cyclic);

/** Each way to throw. */
const thrown: Readonly<Record<string, unknown>> = {
  'an error': new TypeError('x is not a function'),
  nothing: undefined,
  null: null,
  'a text': 'no',
  'a symbol': Symbol('no'),
  'an object without a prototype': Object.create(null),
  'an object that can not be read': Object.defineProperty({}, 'message', {
    enumerable: true,
    get() {
      throw new Error('unreadable');
    },
  }),
  'an error that can not be read': Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('unreadable');
    },
  }),
  'an error that holds itself': Object.assign(new Error('x'), { cyclic }),
};

/** What is no reply, though some of it looks like one. */
const nonsense: Readonly<Record<string, unknown>> = {
  'a number': 42,
  'a text': 'All is well.',
  true: true,
  'a symbol': Symbol('x'),
  'a function': () => reply('x'),
  'an empty object': {},
  'a map': new Map([['text', 'x']]),
  'a list with a hole': [reply('x'), null],
  'a list of lists': [[reply('x')]],
  'a list of promises': [Promise.resolve(reply('x'))],
  'a text that is a number': { text: 5 },
  'a text of numbers': { text: ['x', 5] },
  'a text with a mark that is none': { text: [{ blink: 'x' }] },
  'a text with a mark of a number': { text: [{ bold: 5 }] },
  'a text with a link of nothing': { text: [{ link: 'x' }] },
  'fields that are a number': { text: 'x', fields: 42 },
  'fields by name': { text: 'x', fields: { Status: 'up' } },
  'a field that is null': { text: 'x', fields: [null] },
  'a field of numbers': { text: 'x', fields: [{ name: 1, value: 2 }] },
  'a field of a date': { text: 'x', fields: [{ name: 'At', value: new Date(0) }] },
  'a table without rows': { text: 'x', table: { columns: [{ title: 'A' }] } },
  'a table of nulls': { text: 'x', table: { columns: [{ title: 'A' }], rows: [null] } },
  'a table of numbers': { text: 'x', table: { columns: [{ title: 'A' }], rows: [[1]] } },
  'a table with titles that are numbers': { text: 'x', table: { columns: [{ title: 1 }], rows: [] } },
  'an image without address': { text: 'x', image: {} },
  'an image of numbers': { text: 'x', image: { url: 1, alt: 2 } },
  'an action that is null': { text: 'x', actions: [null] },
  'an action without command': { text: 'x', actions: [{ label: 'Again', args: {} }] },
  'an action with numbers': { text: 'x', actions: [{ label: 'Again', command: 'echo', args: { words: 5 } }] },
  'an action without args': { text: 'x', actions: [{ label: 'Again', command: 'echo' }] },
  'a severity that is none': { text: 'x', severity: 'terrible' },
  'a visibility that is none': { text: 'x', visibility: 'nowhere' },
  'speech that is a number': { text: 'x', speech: 5 },
  'something it is about that is none': { text: 'x', about: {} },
  'a question that is a text': { text: 'x', asks: 'yes' },
  'what holds itself': { text: 'x', fields: cyclic },
  'a number beyond JSON': { text: 'x', fields: [{ name: 'n', value: 5n }] },
  'a text of 200,000 characters': reply('x'.repeat(200_000)),
};

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const noReply = 'no reply';
const failedInside = 'failed inside';
const deadlineMs = 400;
const late = `did not finish within ${deadlineMs / 1_000} s`;

/** Said by a handler whose command has ended: nobody must ever hear it. */
export const afterTheEnd = 'after the end';

const hanging: Readonly<Record<string, Run>> = {
  'hangs for ever': () => new Promise<never>(() => {}),
  'answers after its deadline': async () => {
    await later(deadlineMs + 300);
    return reply(afterTheEnd);
  },
  'throws after its deadline': async () => {
    await later(deadlineMs + 300);
    throw new Error(afterTheEnd);
  },
  'shows progress for ever': async function* () {
    for (;;) {
      await later(50);
      yield reply('still at it');
    }
  },
  'shows progress for ever, without a pause': async function* () {
    for (;;) yield reply('still at it');
  },
  'goes on to show progress after its deadline': async function* () {
    yield reply('begun');
    await later(deadlineMs + 300);
    yield reply(afterTheEnd);
    yield reply(afterTheEnd);
  },
};

const halfway: Readonly<Record<string, Run>> = {
  'shows progress that is no reply': async function* () {
    yield 42 as never;
    yield reply('x');
  },
  'shows progress and ends with what is no reply': async function* () {
    yield reply('begun');
    yield { text: 'x', fields: 42 } as never;
  },
};

let n = 0;
const bad = (what: string, says: string, run: Run, over: { readonly deadlineMs?: number } = {}): Bad => ({
  what,
  says,
  command: command({ name: `bad${n++}`, summary: what, hidden: true, ...over, run }),
});

/** All of them. */
export const handlers: readonly Bad[] = [
  ...Object.entries(thrown).flatMap(([what, cause]) => [
    bad(`throws ${what}`, failedInside, () => {
      throw cause;
    }),
    bad(`rejects with ${what}`, failedInside, () => Promise.reject(cause)),
  ]),
  bad('throws in the middle of its progress', failedInside, async function* () {
    yield reply('begun');
    throw new Error('x');
  }),
  ...Object.entries(nonsense).map(([what, answer]) => bad(`answers ${what}`, noReply, () => answer as Reply)),
  ...Object.entries(halfway).map(([what, run]) => bad(what, noReply, run)),
  ...Object.entries(hanging).map(([what, run]) => bad(what, late, run, { deadlineMs })),
];

export const badHandlers: Skill = { name: 'bad handlers', commands: handlers.map((one) => one.command) };
