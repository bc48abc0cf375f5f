import { inLanguages } from '../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** How a chart is told, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
