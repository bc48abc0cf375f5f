import { kindOf } from '../kind.ts';
import { asking, shown, speak } from './words/speak.ts';

/** A channel, group or chat, as it was named: a platform's own id by a mention, else a name. */
export type ConversationRef = { readonly by: 'id'; readonly id: string } | { readonly by: 'name'; readonly name: string };

/** `<#C024BE7LR|general>`, `#general`, "general", "channel general". */
export const conversation = kindOf<ConversationRef>({
  kind: 'conversation',
  asks: asking('conversation'),
  words: true,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'conversation' },
  parse(raw, { locale }) {
    const given = raw.trim();
    const id = given.length > 200 ? null : /^<#([A-Za-z0-9_:@.-]{1,120})(?:\|[^>]*)?>$/.exec(given)?.[1];
    if (id) return { ok: true, value: { by: 'id', id } };
    const name = given
      .replace(/^(?:the\s+)?(?:channel|kanal)\s+/i, '')
      .replace(/^#/, '')
      .trim();
    if (/^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.& -]{0,98}[\p{L}\p{M}\p{N}_.])?$/u.test(name)) return { ok: true, value: { by: 'name', name } };
    return { ok: false, error: speak(locale).noConversation(shown(given)) };
  },
  print: (value) => (value.by === 'id' ? `<#${value.id}>` : `#${value.name}`),
});
