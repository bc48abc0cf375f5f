import type { Words } from './en.ts';

/** What notifiers say of incidents, in German. */
export const de: Words = {
  has: (name, what) => `${name} kümmert sich: ${what}`,
  over: (what, length) => `${what} ist wieder in Ordnung, nach ${length}.`,
  press1: (text) => `Hier ist Bellhop. ${text}. Drücken Sie die 1, und es ist Ihres.`,
  aloud: (text) => `Hier ist Bellhop. ${text}. Schreiben Sie ack, um zu sagen, dass Sie es haben.`,
};
