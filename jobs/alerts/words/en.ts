/** What notifiers say of incidents, in English: the measure of every other language. */
export const en = {
  has: (name: string, what: string) => `${name} has it: ${what}`,
  over: (what: string, length: string) => `${what} is fine again, after ${length}.`,
  /** Said aloud on the phone. */
  press1: (text: string) => `This is Bellhop. ${text}. Press 1, and it is yours.`,
  aloud: (text: string) => `This is Bellhop. ${text}. Write ack to say that you have it.`,
};

export type Words = typeof en;
