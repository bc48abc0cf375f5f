/** What is said of schedules that can't be kept, in English: the measure of every other language. */
export const en = {
  unreachable: (channel: string) => `I can't speak up by myself on ${channel}, so what a schedule answers would never reach you.`,
  elsewhere: 'Ask me on a channel where I can write to you first.',
  tooMany: (most: number) => `You already have ${most} schedules, and I keep no more.`,
  takeSomeAway: 'See them with `schedules` and take some away.',
  never: 'That never comes: no day fits what you said.',
  otherwise: 'Say it another way; I show the next five runs.',
};

export type Words = typeof en;
