import { inLanguages } from '../../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What is said of a command that needs a second person, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
