import { kindOf } from '../kind.ts';

const yes = new Set(['yes', 'y', 'yeah', 'yep', 'sure', 'ok', 'okay', 'true', 'on', '1', 'ja', 'j', 'jo', 'klar', 'an']);
const no = new Set(['no', 'n', 'nope', 'nah', 'false', 'off', '0', 'nein', 'nee', 'aus']);

/** Yes or no, in English or German. */
export const yesNo = kindOf<boolean>({
  kind: 'yesNo',
  asks: 'Yes or no?',
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  choices: ['yes', 'no'],
  parse(raw) {
    const given = raw.trim().toLowerCase().replace(/[.!]$/, '');
    if (yes.has(given)) return { ok: true, value: true };
    if (no.has(given)) return { ok: true, value: false };
    return { ok: false, error: 'I need a yes or a no.' };
  },
  print: (value) => (value ? 'yes' : 'no'),
});
