import { channelTitle } from '../channel/title.ts';
import type { Command, Raw } from '../command/command.ts';
import type { AnyCommand, AnyParams } from '../command/define.ts';
import { confirmation, wholeText } from '../command/resolve.ts';
import type { BellhopError } from '../errors.ts';
import type { CommandRecord } from '../inbox/inbox.ts';
import type { PersonId } from '../people/person.ts';
import { needed } from '../people/rights.ts';
import { type Reply, reply } from '../reply/reply.ts';
import { marked, spansOf } from '../reply/text.ts';
import type { Held } from './turns.ts';

/** What the flow itself says to people. */

/** A question takes at most so many of its answers along as buttons: more are no help, and no channel shows them well. */
const choicesMax = 10;

/** The answers that a question can have, where they are few, as buttons: each is the whole command with that answer, so that it means the same whenever it is pressed. */
function choicesOf(
  { name, raw, param }: { readonly name: string; readonly raw: Raw; readonly param: string },
  only: PersonId,
  choices: readonly string[] = [],
): Pick<Reply, 'actions'> {
  if (choices.length === 0 || choices.length > choicesMax) return {};
  const given = { ...(raw.text === undefined ? {} : { [wholeText]: raw.text }), ...raw.args };
  return { actions: choices.map((choice) => ({ label: choice, command: name, args: { ...given, [param]: choice }, once: true, only })) };
}

export const question = (
  ask: string,
  about: { readonly name: string; readonly raw: Raw; readonly param: string },
  to: PersonId,
  choices?: readonly string[],
): Reply => reply(ask, { asks: true, ...choicesOf(about, to, choices) });

/** A voice says what was wrong in one sentence: the question itself brings examples. */
export const askAgain = (error: string, ask: string, about: Parameters<typeof question>[1], to: PersonId, choices?: readonly string[]): Reply => {
  const [wrong] = error.split(/(?<=[.!?…]) (?=\p{Lu})/u);
  return reply(`${error} ${ask}`.trim(), { asks: true, severity: 'warning', speech: `${wrong} ${ask}`.trim(), ...choicesOf(about, to, choices) });
};

/** What will happen, with a yes and a no, for who was asked alone. */
export const confirm = (words: Reply['text'], { name, raw }: Parameters<typeof question>[1], only: PersonId): Reply => {
  const given = { ...(raw.text === undefined ? {} : { [wholeText]: raw.text }), ...raw.args };
  return reply([...spansOf(words), '\nShall I do it?'], {
    asks: true,
    actions: [
      { label: 'Yes, do it', command: name, args: { ...given, [confirmation]: 'yes' }, style: 'danger', once: true, only },
      { label: 'No', command: name, args: { ...given, [confirmation]: 'no' }, once: true, only },
    ],
  });
};

/** What a definition would do, in its summary and these values. */
export const willDo = ({ name, summary, params }: AnyCommand, values: Readonly<Record<string, unknown>>): Reply['text'] => {
  const given = Object.entries(params as AnyParams).flatMap(([param, { print }]) =>
    values[param] === undefined ? [] : [`${param}: ${print(values[param])}`],
  );
  return marked`\`${name}\`: ${[summary, ...given].join('\n')}`;
};

export const notDone = (name: string): Reply => reply(marked`All right, \`${name}\` was not done.`);

export const notAsked = (name: string): Reply =>
  reply(marked`This is not, or no longer, a question to you: \`${name}\` was not done by this. To do it, say it yourself.`, { severity: 'warning' });

/** A button that was made before its command changed what it takes, with one as it would be now: what still fits is in it, and the rest is asked for. */
export const outdated = ({ name, label, summary, params }: AnyCommand, { args = {} }: Raw, gone: readonly string[]): Reply => {
  const fits = Object.fromEntries(Object.entries(args).filter(([param]) => param in params));
  return reply(
    marked`This button is from before \`${name}\` was changed: it gives ${gone.join(' and ')}, which \`${name}\` no longer takes. Nothing was done.`,
    { severity: 'warning', actions: [{ label: label ?? summary, command: name, args: fits }] },
  );
};

/** What stands below a message one of whose buttons was pressed; `by`: who it was, where that isn't plain. */
export const chosen = (label: string, by: string | undefined): Reply['text'] => [
  '\n',
  { italic: by === undefined ? `✓ ${label}` : `✓ ${label} – ${by}` },
];

export const givenUp = (definition: AnyCommand, error: string): Reply =>
  reply(marked`${error} Let's leave it for now. Start again with \`${definition.name}\`, or see \`help ${definition.name}\`.`, {
    severity: 'warning',
  });

export const stoppedWaiting = (name: string): Reply =>
  reply(marked`I stopped waiting for your answer, so \`${name}\` was not done. Start it again whenever you like.`);

/** What a handler answers that answered nothing. */
export const done = (name: string): Reply => reply(marked`\`${name}\` is done.`);

/** `where`: the channel on which the answer follows; null: it is kept until they ask. */
export const later = (where: string | null): Reply =>
  reply(
    where === null
      ? 'This takes a little longer. I keep the answer for you: open me again in a moment, or say: what was the answer.'
      : `This takes a little longer. I will send you the answer on ${where}.`,
  );

/** The last of these answers, and that something else waits for them. */
export const alsoKept = (replies: readonly Reply[]): readonly Reply[] => {
  const last = replies.at(-1) ?? reply('Done.');
  const more = 'I kept something for you while you were away: to hear it, say: what did I miss.';
  const ended = (words: string) => `${/[.!?…]$/.test(words) ? words : `${words}.`} ${more}`;
  const said = last.speech === undefined ? { text: [...spansOf(last.text), '\n', more] } : { speech: ended(last.speech) };
  return [...replies.slice(0, -1), { ...last, ...said }];
};

/** What a command answers, for a channel where its person did not ask: says why it comes there. `isEnded`: they may have said STOP where they asked. */
export const notThere = ({ command, replies }: Pick<CommandRecord, 'command' | 'replies'>, isEnded: boolean): readonly Reply[] => {
  const why = `${channelTitle(command.place.channel)} takes nothing for you until you write ${isEnded ? 'START there' : 'there again'}, so I tell you here.`;
  const [first, ...rest] = replies;
  return first ? [{ ...first, text: [...spansOf(first.text), '\n\n', { italic: why }] }, ...rest] : [];
};

/** It has to wait for its turn. */
export const waitsItsTurn = (name: string, thing: string, { who = 'Somebody', before }: Held): Reply => {
  const others = before ? ` ${before} more ${before === 1 ? 'comes' : 'come'} before you.` : '';
  return reply(marked`${who} has \`${thing}\` just now; \`${name}\` follows as soon as that has ended.${others} \`cancel\` takes it back.`);
};

/** It is not done while another has the turn. */
export const held = (thing: string, { who = 'Somebody' }: Held, waits: boolean): Reply =>
  reply(
    waits
      ? marked`${who} has \`${thing}\` just now, and too many wait for it already. Nothing was done: try again later.`
      : marked`${who} has \`${thing}\` just now, and only one may at a time. Nothing was done: try again when that has ended.`,
    { severity: 'warning' },
  );

export const dropped = (): Reply => reply('All right, I dropped that.');

export const cancelled = (name: string): Reply => reply(marked`\`${name}\` was cancelled.`);

/** What is left of a message that an edit made needless, where it can't be deleted. */
export const takenBack = (): Reply => reply('…');

export const tooLong = ({ raw }: Command): Reply =>
  reply(
    `That was longer than I can take: I read ${raw.text?.length ?? 0} characters of it and did nothing. Say it shorter, or put the rest behind a link.`,
    {
      severity: 'warning',
    },
  );

export const gone = (name: string): Reply =>
  reply(marked`There is no command \`${name}\` any more. \`help\` shows what there is.`, { severity: 'warning' });

/** `givers`: names of those who can give the right; null: nobody can yet. */
export const notAllowed = (definition: AnyCommand, givers: readonly string[] | null): Reply => {
  const who =
    givers === null
      ? marked`There is no admin yet: who has the code of the first start says \`claim CODE\`.`
      : givers.length > 0
        ? marked`${listed(givers)} can give it to you;`
        : marked`An admin can give it to you;`;
  return reply(
    [
      ...marked`Sorry, you may not run \`${definition.name}\`: it needs ${needed(definition.access)}. `,
      ...who,
      ...(givers === null ? [] : marked` \`whoami\` shows what you have.`),
    ],
    { severity: 'warning', visibility: 'private' },
  );
};

/** Where a household speaks, and nobody of it is known by voice. */
export const whoSpeaks = (hasPin: boolean): Reply => {
  const how = hasPin
    ? 'Say: my PIN is, and then its digits. Then ask me again.'
    : 'Link this device by your own voice, or set a PIN where you write to me: pin, and then four to eight digits.';
  return reply(`For that I have to know which of you is speaking. ${how}`, { severity: 'warning', visibility: 'private', asks: hasPin });
};

const listed = (names: readonly string[]) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);

export const interrupted = (definition: AnyCommand, raw: Raw): Reply =>
  reply(
    marked`I was interrupted while running \`${definition.name}\`, and can't tell whether it took effect. Running it twice may do harm, so I didn't. Please check, then choose.`,
    {
      severity: 'warning',
      actions: [
        {
          label: 'Run it again',
          command: definition.name,
          args: { ...(raw.text === undefined ? {} : { [wholeText]: raw.text }), ...raw.args },
          once: true,
          style: 'danger',
        },
        { label: 'It worked', command: 'worked', args: {}, once: true },
      ],
    },
  );

export const refused = (error: BellhopError): Reply => reply(error.hint ? `${error.message} ${error.hint}` : error.message, { severity: 'warning' });

export const failed = (command: Command, error: BellhopError): Reply =>
  reply(marked`${error.message} ${error.hint ?? 'Try again in a while.'} (trace \`${command.trace}\`)`, { severity: 'error' });

export const gaveUp = (command: Command): Reply =>
  reply(
    marked`\`${command.name}\` did not finish, though I began it several times. An admin sees it and can start it again (trace \`${command.trace}\`).`,
    { severity: 'error' },
  );

export const broke = (command: Command): Reply =>
  reply(
    marked`\`${command.name}\` failed inside. It isn't your doing; the log has it under the trace \`${command.trace}\`. Try again, or tell an admin.`,
    { severity: 'error' },
  );
