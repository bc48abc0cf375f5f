/** What channels say around a reply, in English: the measure of every other language. */
export const en = {
  /** Where there is more than a message may hold. */
  restTooLong: '… the rest is too long to show here.',
  moreCharacters: (count: number) => `… and ${count} more characters. Ask for less at once.`,
  pressStart: 'Only for you, but I can’t write to you directly: open a chat with me and press Start.',
  addMe: 'The answer is only for you, and I can’t write to you directly. Add me for yourself (Apps, my name, Add), then ask again.',
  replyHere: 'Reply to this message with your answer.',
  /** Above buttons that follow in a message of their own. */
  more: 'More:',
  answer: 'Answer',
  answerWith: 'Answer with',
  answerMail: 'Answer this mail with:',
  answerMailByNumber: 'Answer this mail with a number:',
  moreForTheRest: 'Answer MORE for the rest',
  thatWasAll: 'That was all of it.',
  warning: 'Warning',
  error: 'Error',
  onIt: 'On it.',
  inOurChat: 'On it. The answer comes in our chat.',
  notMine: "This button isn't one of mine. Ask me again for a fresh one.",
  pressAgain: "I'm too busy right now. Press it again in a minute.",
  needed: 'This is needed.',
  time: 'Time',
  image: 'Image',
};

export type Words = typeof en;
