import type { MessageEntity } from 'telegraf/types';
import type { Text } from '../../shared/reply/text.ts';
import { spansOf } from '../../shared/reply/text.ts';

/** A MessageEntity: offset and length in UTF-16 units, as JavaScript counts. */
export interface Entity {
  readonly type: Extract<MessageEntity['type'], 'bold' | 'italic' | 'code' | 'pre' | 'text_link'>;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

/** A text and its marks, apart from each other: nothing in the text is ever read as a mark. */
export interface Styled {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Collects text and marks. */
export class StyledText implements Styled {
  text: string;
  entities: Entity[];
  /** The last character; the text isn't asked, for that would copy it whole with each addition. */
  #last: string | undefined;

  constructor(before: Styled = { text: '', entities: [] }) {
    this.text = isBlank(before.text) ? '' : before.text;
    this.entities = this.text === '' ? [] : [...before.entities];
    this.#last = this.text.at(-1);
  }

  /** Literal words, with a mark or without. An address in them that Telegram would find a mention in is a link to itself, without the mark. */
  add(words: string, type?: Exclude<Entity['type'], 'text_link'>): this {
    if (type === 'code' || type === 'pre') return this.#put(cleaned(words), type);
    const clean = cleaned(words);
    let at = 0;
    for (const { start, end, url } of addressesWithAt(clean)) {
      this.#put(unmentioned(clean.slice(at, start), this.#last), type).#put(clean.slice(start, end), 'text_link', url);
      at = end;
    }
    return this.#put(unmentioned(clean.slice(at), this.#last), type);
  }

  #put(clean: string, type?: Entity['type'], url?: string): this {
    if (type && !isBlank(clean)) this.entities.push({ type, offset: this.text.length, length: clean.length, ...(url === undefined ? {} : { url }) });
    this.text += clean;
    this.#last = clean.at(-1) ?? this.#last;
    return this;
  }

  /** Text with simple marks. */
  addText(text: Text): this {
    for (const span of spansOf(text)) {
      if (typeof span === 'string') this.add(span);
      else if ('bold' in span) this.add(span.bold, 'bold');
      else if ('italic' in span) this.add(span.italic, 'italic');
      else if ('code' in span) this.add(span.code, 'code');
      else this.addLink(span.link, span.url);
    }
    return this;
  }

  /** A link; an address that Telegram doesn't link is written out, for it would refuse the whole message. */
  addLink(words: string, address: string): this {
    const url = linkable(address);
    if (url !== null && !isBlank(words))
      return this.#put(words === address ? cleaned(words) : unmentioned(cleaned(words), this.#last), 'text_link', url);
    const bare = address.replace(/^mailto:/i, '');
    return this.add(words === address || words === bare || isBlank(words) ? bare : `${words} (${bare})`);
  }

  /** An empty line, unless nothing stands before it. */
  gap(): this {
    if (this.#last !== undefined) this.add('\n\n');
    return this;
  }
}

/** Telegram links http(s) with a dot in the host, or to an IPv6 address (td, LinkManager::check_link: "Wrong HTTP URL"). Answers the address in its normal form, or null. */
function linkable(address: string): string | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.port === '0' || url.href.length > 2_048) return null;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url.href : null;
}

/** What Telegram takes: well-formed, lines ended by \n, no control characters and none that turn the line around (td, clean_input_string strips them). */
function cleaned(words: string): string {
  return words
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .replace(/[\u2028-\u202e\u2066-\u2069]/g, '');
}

/** Telegram makes a mention of `@name` by itself: a word joiner after the `@` keeps words from calling people. An address (`a@b.c`) stays as it is. */
function unmentioned(words: string, before: string | undefined): string {
  return words.replace(/@/g, (at, index: number) => (/[\p{L}\p{N}_]/u.test((index > 0 ? words[index - 1] : before) ?? ' ') ? at : `${at}\u2060`));
}

/** Where an address stands that has an `@` after something other than a letter, as `https://a.example/@bob` has: a word joiner would lead elsewhere. */
function addressesWithAt(words: string): { start: number; end: number; url: string }[] {
  if (!words.includes('@')) return [];
  return [...words.matchAll(/https?:\/\/[^\s<>"“”«»]+/gi)].flatMap(({ 0: found, index: start }) => {
    let length = found.length;
    while (length > 0 && ".,;:!?)]}'*_".includes(found.charAt(length - 1))) length--;
    const url = /[^\p{L}\p{N}_]@/u.test(found) ? linkable(found.slice(0, length)) : null;
    return url === null ? [] : [{ start, end: start + length, url }];
  });
}

const visible = /[^\s\p{Cc}\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

/** Whether nothing of it can be seen: Telegram refuses such a message as empty. */
export function isBlank(text: string): boolean {
  return !visible.test(text);
}
