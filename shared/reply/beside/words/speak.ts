import { inLanguages } from '../../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What stands beside a file or a picture, in a person's language. */
export const speakBeside = inLanguages<Words>({ en, de });
