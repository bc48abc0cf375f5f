/** What checks say of themselves, in English: the measure of every other language. */
export const en = {
  flaps: 'it changes all the time; I say no more until it is steady',
  fine: 'it is up again',
  watchedNoMore: 'it is watched no more',
  thisMachine: 'The network of the machine that watches',
  noAnchor: 'nothing can be reached from here; what is watched stays as it was until something can',
  anchorAgain: 'it reaches others again',
  noReason: 'it does not answer as it should',
  tooMany: (most: number) => `There are ${most} checks already, and I keep no more.`,
  takeSomeAway: 'See them with `checks` and take some away.',
  unreachable: (channel: string) => `I can't speak up by myself on ${channel}, so nobody would hear that something is down.`,
  elsewhere: 'Ask me on a channel where I can write to you first.',
};

export type Words = typeof en;
