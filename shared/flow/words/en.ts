import { marked, type Text } from '../../reply/text.ts';

/** What the flow itself says, in English: the measure of every other language. Names of commands come as they are typed. */
export const en = {
  shallI: 'Shall I do it?',
  yesDoIt: 'Yes, do it',
  no: 'No',
  undo: 'Undo',
  working: (name: string) => `is working on ${name}…`,
  /** Beside an input that was left empty. */
  nothingGiven: 'This is needed.',
  leaving: (name: string): Text => marked`I let \`${name}\` go. `,
  leavingSpoken: (name: string) => `I let ${name} go.`,
  resuming: (name: string, given: string): Text => marked`On with \`${name}\`${given === '' ? '' : ` (${given})`}. `,
  resumingSpoken: (name: string) => `On with ${name}.`,
  formClosed: (name: string): Text => marked`This form of \`${name}\` is closed.`,
  formEnded: (name: string): Text => marked`This form is no longer open, so \`${name}\` was not done by it.`,
  doItNow: 'Do it now with these',
  movedTo: (name: string, channel: string): Text => marked`\`${name}\` goes on in ${channel} now.`,
  notDone: (name: string): Text => marked`All right, \`${name}\` was not done.`,
  notAsked: (name: string): Text =>
    marked`This is not, or no longer, a question to you: \`${name}\` was not done by this. To do it, say it yourself.`,
  givenUp: (error: string, name: string): Text => marked`${error} Let's leave it for now. Start again with \`${name}\`, or see \`help ${name}\`.`,
  stoppedWaiting: (name: string): Text => marked`I stopped waiting for your answer, so \`${name}\` was not done. Start it again whenever you like.`,
  done: (name: string): Text => marked`\`${name}\` is done.`,
  notThere: (channel: string) => `${channel} takes nothing for you until you write there again, so I tell you here.`,
  notThereTillStart: (channel: string) => `${channel} takes nothing for you until you write START there, so I tell you here.`,
  outdated: (name: string, gone: string): Text =>
    marked`This button is from before \`${name}\` was changed: it gives ${gone}, which \`${name}\` no longer takes. Nothing was done.`,
  fileFollows: (name: string, where: string) => `I send you the file ${name} on ${where}.`,
  fileKept: (name: string) => `I keep the file ${name} for a week: its link is in your app. Link another channel, and I send you files there.`,
  somebody: 'Somebody',
  waitsItsTurn: (who: string, thing: string, name: string): Text =>
    marked`${who} has \`${thing}\` just now; \`${name}\` follows as soon as that has ended.`,
  othersBefore: (count: number) => ` ${count} more ${count === 1 ? 'comes' : 'come'} before you.`,
  cancelTakesBack: marked` \`cancel\` takes it back.` as Text,
  tooManyWait: (who: string, thing: string): Text =>
    marked`${who} has \`${thing}\` just now, and too many wait for it already. Nothing was done: try again later.`,
  oneAtATime: (who: string, thing: string): Text =>
    marked`${who} has \`${thing}\` just now, and only one may at a time. Nothing was done: try again when that has ended.`,
  dropped: 'All right, I dropped that.' as Text,
  tooLong: (read: number): Text =>
    `That was longer than I can take: I read ${read} characters of it and did nothing. Say it shorter, or put the rest behind a link.`,
  gone: (name: string): Text => marked`There is no command \`${name}\` any more. \`help\` shows what there is.`,
  notAllowed: (name: string, needed: string): Text => marked`Sorry, you may not run \`${name}\`: it needs ${needed}. `,
  noAdminYet: marked`There is no admin yet: who has the code of the first start says \`claim CODE\`.` as Text,
  canGive: (givers: string): Text => marked`${givers} can give it to you; \`whoami\` shows what you have.`,
  anAdmin: 'An admin',
  mayNotDecide: (needed: string) => `You may not decide this: it needs ${needed}.`,
  whoSpeaks: 'For that I have to know which of you is speaking.',
  sayPin: 'Say: my PIN is, and then its digits. Then ask me again.',
  setPin: 'Link this device by your own voice, or set a PIN where you write to me: pin, and then four to eight digits.',
  interrupted: (name: string): Text =>
    marked`I was interrupted while running \`${name}\`, and can't tell whether it took effect. Running it twice may do harm, so I didn't. Please check, then choose.`,
  runAgain: 'Run it again',
  itWorked: 'It worked',
  tryAgain: 'Try again in a while.',
  failed: (message: string, hint: string, trace: string): Text => marked`${message} ${hint} (trace \`${trace}\`)`,
  broke: (name: string, trace: string): Text =>
    marked`\`${name}\` failed inside. It isn't your doing; the log has it under the trace \`${trace}\`. Try again, or tell an admin.`,
  /** An error's own words, which are English, in this language, by its code; `values`: what stands in them. */
  problem: (_code: string, own: { readonly message: string; readonly hint: string | undefined }, _values: readonly string[]) => own,
};

export type Words = typeof en;
