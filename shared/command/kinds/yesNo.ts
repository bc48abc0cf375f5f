import { kindOf } from '../kind.ts';
import { asking, speak } from './words/speak.ts';

const yes = new Set(['yes', 'y', 'yeah', 'yep', 'sure', 'ok', 'okay', 'true', 'on', '1', 'ja', 'j', 'jo', 'klar', 'an']);
const no = new Set(['no', 'n', 'nope', 'nah', 'false', 'off', '0', 'nein', 'nee', 'aus']);

/** Yes or no, in English or German. */
export const yesNo = kindOf<boolean>({
  kind: 'yesNo',
  asks: asking('yesNo'),
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  choices: ['yes', 'no'],
  input: { as: 'toggle' },
  schema: { type: 'boolean' },
  parse(raw, { locale }) {
    const given = raw.trim().toLowerCase().replace(/[.!]$/, '');
    if (yes.has(given)) return { ok: true, value: true };
    if (no.has(given)) return { ok: true, value: false };
    return { ok: false, error: speak(locale).noYesNo };
  },
  print: (value) => (value ? 'yes' : 'no'),
  printIn: (value, locale) => (locale.startsWith('de') ? (value ? 'ja' : 'nein') : value ? 'yes' : 'no'),
});
