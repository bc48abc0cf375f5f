import { kindOf } from '../../shared/command/kind.ts';

/** Somebody by what people write: a mention, `@name`, a name, or an identity as `whoami` shows it. Who that is, `rights.find` tells. */
export const who = kindOf<string>({
  kind: 'who',
  asks: 'Whom do you mean?',
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  parse(raw) {
    const value = raw.trim();
    if (value === '' || value.length > 400) return { ok: false, error: 'Name one person, or mention them.' };
    return { ok: true, value };
  },
  print: (value) => value,
});
