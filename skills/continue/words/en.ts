import { marked, type Text } from '../../../shared/reply/text.ts';

/** What is said of a question that is to go on elsewhere, in English: the measure of every other language. */
export const en = {
  noneOf: (name: string): Text => marked`I have no open question of \`${name}\` for you. If I asked only just now, try again in a moment.`,
  none: 'I have no open question for you. If I asked only just now, try again in a moment.',
};

export type Words = typeof en;
