import type { Words } from './en.ts';

/** What is said of answers that were kept, in German. */
export const de: Words = {
  kept: 'Das habe ich für dich aufgehoben',
  whileAway: 'Während du weg warst',
  stillWorking: 'Daran arbeite ich noch. Frag mich gleich noch einmal.',
  file: (name) => `Du wolltest ${name}: hier ist es.`,
  noMore: 'Mehr kommt da nicht.',
  nothing: 'Es wartet keine Antwort auf dich. Frag mich etwas, und ich sage es dir.',
};
