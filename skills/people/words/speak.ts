import { inLanguages } from '../../../shared/language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What is said of links, rights and what is kept of people, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
