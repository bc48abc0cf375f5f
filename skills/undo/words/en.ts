import { marked, type Text } from '../../../shared/reply/text.ts';

/** What undo says, in English: the measure of every other language. */
export const en = {
  tooLate: (name: string, ago: string) => `It is too late to undo ${name}: its time for that ended ${ago} ago.`,
  noWay: (name: string) => `${name} can't be undone: it has no way back.`,
  noneOfThat: (name: string) => `There is no ${name} of yours in this conversation that can be undone.`,
  nothing: 'Nothing that you did in this conversation can be undone.',
  noneCalledSo: 'There is nothing of yours in this conversation by that name that can be undone.',
  sayWhich: 'Say undo for the last, or undo and the name of a command.',
  noWayAnyMore: (name: string) => `${name} can't be undone any more: it has no way back by now.`,
  notAllowed: (name: string, needed: string) => `You may not undo ${name}: that needs ${needed}.`,
  changed: (name: string) => `${name} can't be undone: it takes other values by now.`,
  undone: (name: string): Text => marked`Undone: \`${name}\`.`,
  again: 'Do it again',
};

export type Words = typeof en;
