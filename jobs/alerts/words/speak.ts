import { inLanguages } from '../../../shared/language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What notifiers say of incidents, in a person's language. */
export const speak = inLanguages<Words>({ en, de });
