import { inLanguages } from '../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What the most common statuses of HTTP mean, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
