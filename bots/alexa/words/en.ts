/** Before a number. */
const signs: Readonly<Record<string, string>> = {
  '>': 'over',
  '<': 'under',
  '>=': 'at least',
  '≥': 'at least',
  '<=': 'at most',
  '≤': 'at most',
  '~': 'about',
  '≈': 'about',
};

/** What Alexa says around a reply, in English: the measure of every other language. */
export const en = {
  done: 'Done.',
  goodbye: 'Goodbye.',
  notHeard: 'Sorry, I did not get that.',
  later: 'This takes a little longer. I keep the answer for you. To hear it, open me again in a moment and say: what was the answer.',
  tooBusy: 'I have too much to do right now, and did not keep your request. Please ask again in a minute.',
  whatNext: 'What would you like me to do?',
  restInApp: 'The rest is in the Alexa app.',
  pictured: (what: string) => `The Alexa app shows a picture: ${what}.`,
  or: 'or',
  canSay: 'You can say',
  moreInApp: (count: number) => `one of ${count} more in the Alexa app`,
  andMore: (count: number) => `And ${count} more`,
  warning: 'warning',
  problem: 'problem',
  anAddress: 'an address',
  to: 'to',
  and: 'and',
  per: 'per',
  times: 'times',
  signs,
};

export type Words = typeof en;
