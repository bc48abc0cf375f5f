/** What is said of answers that were kept, in English: the measure of every other language. */
export const en = {
  kept: 'I kept this for you',
  whileAway: 'While you were away',
  stillWorking: 'I am still working on it. Ask me again in a moment.',
  file: (name: string) => `You asked for ${name}: here it is.`,
  noMore: 'There is no more of it.',
  nothing: 'There is no answer waiting for you. Ask me something, and I will tell you.',
};

export type Words = typeof en;
