import { marked, type Text } from '../../../reply/text.ts';

/** How a command ended, in English: the measure of every other language. Names of commands come as they are typed. */
export const en = {
  doneAlone: 'Done.',
  later: (where: string): Text => `This takes a little longer. I will send you the answer on ${where}.`,
  laterKept: 'This takes a little longer. I keep the answer for you: open me again in a moment, or say: what was the answer.' as Text,
  alsoKept: 'I kept something for you while you were away: to hear it, say: what did I miss.',
  cancelled: (name: string): Text => marked`\`${name}\` was cancelled.`,
  gaveUp: (name: string, trace: string): Text =>
    marked`\`${name}\` did not finish, though I began it several times. An admin sees it and can start it again (trace \`${trace}\`).`,
};

export type Words = typeof en;
