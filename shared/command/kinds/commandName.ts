import { kindOf } from '../kind.ts';
import { asking, shown, speak } from './words/speak.ts';

/** The name of a command, with or without a slash; whether there is one of that name, the catalogue knows. */
export const commandName = kindOf<string>({
  kind: 'commandName',
  asks: asking('commandName'),
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  parse(raw, { locale }) {
    const value = raw.trim().toLowerCase().replace(/^\//, '').replace(/-/g, '_');
    if (/^[a-z][a-z0-9_]{0,31}$/.test(value)) return { ok: true, value };
    return { ok: false, error: speak(locale).noCommandName(shown(raw.trim())) };
  },
  print: (value) => value,
});
