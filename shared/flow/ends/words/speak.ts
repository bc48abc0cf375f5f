import { inLanguages } from '../../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** How a command ended, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
