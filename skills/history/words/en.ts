/** What is said of what was done, in English. */
export const en = {
  nothing: 'There is nothing to tell of yet.',
  you: 'you',
  on: (channel: string) => ` on ${channel}`,
  somebody: 'Somebody',
  howAgain: '“again” does the first of yours once more, “again 2” the second.',
  again: (words: string) => `Again: ${words}`,
  spoken: (count: number) => `${count} ${count === 1 ? 'command' : 'commands'} here.`,
  yourLast: (words: string, outcome: string) => `Your last: ${words}, ${outcome}.`,
  done: 'done',
  failed: 'failed',
  failedBy: (reason: string) => `failed: ${reason}`,
  interrupted: 'was interrupted',
  notDone: 'was not done',
  givenUp: 'was given up',
  nothingByThat: 'There is nothing of yours by that.',
  seeHistory: '`history` shows what there is, with its numbers.',
  notKept: (name: string) => `I don't have what you said with ${name} any more.`,
  sayAnew: 'Say it anew.',
};

export type Words = typeof en;
