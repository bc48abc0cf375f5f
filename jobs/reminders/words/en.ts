/** What is said of reminders that can't be kept, in English: the measure of every other language. */
export const en = {
  tooLong: (chars: number, most: number) => `That is ${chars} characters to remind you of; I can keep ${most}.`,
  shorter: 'Say it shorter, or leave a link.',
  unreachable: (channel: string) => `I can't speak up by myself on ${channel}, so a reminder would never reach you.`,
  elsewhere: 'Ask me on a channel where I can write to you first.',
  tooMany: (most: number) => `You already have ${most} reminders waiting, and I keep no more.`,
  forgetSome: 'See them with `reminders` and forget some.',
};

export type Words = typeof en;
