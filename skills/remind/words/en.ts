import { marked, type Text } from '../../../shared/reply/text.ts';

/** "stretch" → "to stretch"; "that the oven is on" stays as it is. */
const toDo = (what: string) => (/^(that|about|of)\s/i.test(what) ? what : `to ${what}`);

/** What is said of reminders, in English: the measure of every other language. */
export const en = {
  willRemind: (what: string, when: string, zone: string, where: string) => `I'll remind you ${toDo(what)} ${when} (${zone})${where}.`,
  sayWillRemind: (what: string, when: string, zone: string, where: string) => `I'll remind you ${toDo(what)} ${when}, ${zone}${where}.`,
  rightAway: (what: string, when: string, zone: string, where: string) =>
    `I'll remind you ${toDo(what)} right away${where}: it was due ${when} (${zone}).`,
  sayRightAway: (what: string, where: string) => `I'll remind you ${toDo(what)} right away${where}.`,
  onChannel: (channel: string) => `, on ${channel}`,
  whenTheyCome: "I can't start speaking here by myself, so I'll tell you when you next open me after that.",
  linkAChat: 'To be told in time, link a chat: say link.',
  forgetIt: 'Forget it',
  forgetNth: (n: number) => `Forget ${n}`,
  forAnother: (whom: string) => `A reminder is told to the person who asks for it, so I can't remind ${whom}.`,
  forYourself: 'For yourself, say “remind me …”.',
  none: 'No reminders are waiting. Make one like this: remind me in 20 minutes to stretch',
  sayNone: 'You have no reminders.',
  yours: 'Your reminders:',
  later: (count: number) => `… and ${count} later ones.`,
  one: (said: string) => `You have one reminder: ${said}.`,
  some: (count: number) => `You have ${count} reminders.`,
  nth: (n: number, said: string) => `Number ${n}: ${said}.`,
  sayLater: (count: number) => `And ${count} later ${count === 1 ? 'one' : 'ones'}.`,
  noneFits: (which: string): Text =>
    marked`No reminder of yours fits “${which}”: it may have fired, or be forgotten already. \`reminders\` lists those that wait.`,
  sayNoneFits: 'I found no such reminder.',
  forgotten: (what: string, when: string) => `Forgotten: ${what} (${when}).`,
  sayForgotten: (what: string) => `Forgotten: ${what}.`,
  tooLateToBringBack: (when: string) => `It would have been due ${when}, so it is not brought back.`,
  reminderOrAll: 'Do you mean a reminder? Then tell me its number. Or shall I delete all that I keep of you?',
  severalFit: (count: number, which: string) => `${count} of your reminders fit “${which}”:`,
  whichOne: (first: number) => `Which one? Say forget ${first}, for example.`,
  saySeveralFit: (count: number) => `${count} of your reminders fit.`,
  sayWhichOne: (first: number) => `Which one? Say, for example, forget number ${first}.`,
  due: (whose: string | undefined, what: string) =>
    `Reminder${whose === undefined ? '' : ` for ${whose}`}: ${what.replace(/^(about|of)\s+(?=\S)/i, '')}`,
  wasDue: (when: string) => `it was due ${when}`,
  sorryLate: 'I am sorry to be late',
};

export type Words = typeof en;
