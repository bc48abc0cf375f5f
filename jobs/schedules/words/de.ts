import type { Words } from './en.ts';

/** What is said of schedules that can't be kept, in German. */
export const de: Words = {
  unreachable: (channel) => `Auf ${channel} kann ich nicht von mir aus sprechen, also käme nie an, was ein Plan antwortet.`,
  elsewhere: 'Frag mich auf einem Kanal, auf dem ich dir von mir aus schreiben kann.',
  tooMany: (most) => `Du hast schon ${most} Pläne, und mehr behalte ich nicht.`,
  takeSomeAway: 'Sieh sie mit `schedules` an und entferne einige.',
  never: 'Das kommt nie: Kein Tag passt zu dem, was du gesagt hast.',
  otherwise: 'Sag es anders; ich zeige die nächsten fünf Male.',
};
