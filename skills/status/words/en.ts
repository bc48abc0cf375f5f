import { marked, type Text } from '../../../shared/reply/text.ts';

const commands = (count: number) => `${count} ${count === 1 ? 'command' : 'commands'}`;

/** What is said of what runs here, in English: the measure of every other language. */
export const en = {
  allIsWell: 'All is well.',
  ranFor: (length: string) => `I have been running for ${length}.`,
  cantReach: (channels: string) => `I can't reach ${channels}.`,
  dead: (count: number) => `${count} dead ${count === 1 ? 'letter waits' : 'letters wait'} for an admin: see “bellhop dead list”.`,
  slow: (count: number, oldest: string) => `${commands(count)} ${count === 1 ? 'waits for its' : 'wait for their'} turn, the oldest for ${oldest}.`,
  inQueue: (count: number, oldest: string) => `${count}, the oldest for ${oldest}`,
  down: (names: readonly string[], count: number) =>
    `Down, of what is watched: ${names.join(', ')}${count > names.length ? `, and ${count - names.length} more` : ''}.`,
  watched: 'Watched',
  upOf: (fine: number, all: number) => (fine === all ? String(all) : `${all}, ${all - fine} down`),
  version: 'Version',
  runningFor: 'Running for',
  channel: (name: string) => `Channel ${name}`,
  waiting: (priority: string) => `Waiting, ${priority}`,
  beingRun: 'Being run',
  onTheirWay: 'Replies on their way',
  deadLetters: 'Dead letters',
  lookAgain: 'Look again',
  nothingOpen: 'Nothing of yours is open.',
  open: (count: number) => `${commands(count)} of yours ${count === 1 ? 'is' : 'are'} open:`,
  line: (id: string, words: string, state: string, age: string) => `${id}  ${words} – ${state}, ${age} old`,
  more: (count: number) => `… and ${count} more.`,
  cancel: (words: string) => `Cancel ${words}`,
  sayOpen: (count: number, latest: string) => `${commands(count)} of yours ${count === 1 ? 'is' : 'are'} open. The latest: ${latest}.`,
  running: 'running',
  waitingFor: {
    input: 'waiting for your answer',
    confirmation: 'waiting for your yes',
    approval: 'waiting for an approval',
    callback: 'waiting for another program',
    time: 'waiting for its turn',
  },
  waitingItsTurn: 'waiting its turn',
  whichToCancel: (count: number, given: string) => `${count} of your commands begin with “${given}”. Which one?`,
  endedAlready: (words: string): Text => marked`\`${words}\` had already ended.`,
  cancelled: (words: string): Text => marked`Cancelled: \`${words}\`.`,
  toldToStop: (words: string): Text => marked`I told \`${words}\` to stop. It is running, and says so when it has.`,
  nothingToCancel: 'Nothing of yours is open, so there is nothing to cancel.',
  noSuchId: marked`No open command of yours has an id that begins so. \`running\` lists them.` as Text,
};

export type Words = typeof en;
