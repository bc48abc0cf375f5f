import { marked } from '../../../shared/reply/text.ts';
import type { Words } from './en.ts';

/** What is said of a question that is to go on elsewhere, in German. */
export const de: Words = {
  noneOf: (name) => marked`Von \`${name}\` habe ich keine offene Frage an dich. Habe ich gerade erst gefragt, dann versuch es gleich noch einmal.`,
  none: 'Ich habe keine offene Frage an dich. Habe ich gerade erst gefragt, dann versuch es gleich noch einmal.',
};
