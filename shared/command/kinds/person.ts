import { kindOf } from '../kind.ts';
import { asking, shown, speak } from './words/speak.ts';

/** Somebody, as they were named: a platform's own id by a mention, an identity of any channel, else a name, which who runs the command looks up. */
export type PersonRef = { readonly by: 'id' | 'identity'; readonly id: string } | { readonly by: 'name'; readonly name: string };

/** A mention (`<@U024BE7LH>`, `<at>Kim</at>`), an identity as `whoami` shows it (`slack/T1/U1`), "@kim" or a name. */
export const person = kindOf<PersonRef>({
  kind: 'person',
  asks: asking('person'),
  words: true,
  alexaSlot: 'AMAZON.FirstName',
  input: { as: 'person' },
  parse(raw, { locale }) {
    const given = raw.trim();
    const id = given.length > 400 ? null : /^<@([A-Za-z0-9_:.-]{1,200})(?:\|[^>]*)?>$/.exec(given)?.[1];
    if (id) return { ok: true, value: { by: 'id', id } };
    if (/^[a-z]{1,30}\/[^\s/<>]{0,200}\/[^\s<>]{1,300}$/.test(given)) return { ok: true, value: { by: 'identity', id: given } };
    const name = given
      .replace(/^<at>/, '')
      .replace(/<\/at>$/, '')
      .replace(/^@/, '')
      .trim();
    if (/^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.'’ -]{0,78}[\p{L}\p{M}\p{N}_.])?$/u.test(name)) return { ok: true, value: { by: 'name', name } };
    return { ok: false, error: speak(locale).noPerson(shown(given)) };
  },
  print: (value) => (value.by === 'name' ? `@${value.name}` : value.by === 'id' ? `<@${value.id}>` : value.id),
});
