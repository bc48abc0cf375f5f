/** What Telegram refuses in a text with entities; null: nothing. Descriptions are the server's. Written from the documents, not from Bellhop's code. */
export function textProblem(what: 'message' | 'caption', text: unknown, entities: unknown, max: number): string | null {
  if (typeof text !== 'string') return what === 'caption' && text === undefined ? null : 'message text is empty';
  if (!text.isWellFormed()) return 'strings must be encoded in UTF-8';
  if (/[\u0000-\u0009\u000b-\u001f\u2028-\u202e]/.test(text)) return 'stand-in: control characters are stripped by Telegram, and the marks move';
  if (what === 'message' && [...text].every((c) => /[\s\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u.test(c))) return 'message text is empty';
  if (text.length > max) return what === 'message' ? 'message is too long' : 'message caption is too long';
  if (mentions(text, entities)) return 'stand-in: this mentions somebody';
  return entitiesProblem(text, entities);
}

interface Mark {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false;
  const { type, offset, length } = value as Record<string, unknown>;
  return typeof type === 'string' && Number.isInteger(offset) && Number.isInteger(length);
}

const types = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'code', 'pre', 'text_link']);

/** MessageEntity: offsets in UTF-16 units, inside the text, never through the middle of a character; code and pre contain and are contained in nothing. */
function entitiesProblem(text: string, entities: unknown): string | null {
  if (entities === undefined) return null;
  if (!Array.isArray(entities)) return "can't parse entities: expected an Array";
  if (entities.length > 100) return 'stand-in: only the first 100 entities are kept';
  const marks: Mark[] = [];
  for (const entity of entities) {
    if (!isMark(entity)) return "can't parse entities: expected an Object with type, offset and length";
    if (!types.has(entity.type)) return `can't parse entities: unsupported type ${entity.type}`;
    const { offset, length } = entity;
    const end = offset + length;
    if (offset < 0 || length <= 0 || end > text.length) return 'ENTITY_BOUNDS_INVALID';
    if (splitsCharacter(text, offset) || splitsCharacter(text, end))
      return `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol`;
    if (entity.type === 'text_link' && !isLinkable(entity.url)) return `entity URL '${entity.url}' is invalid: Wrong HTTP URL`;
    const clash = marks.find((other) => other.offset < end && offset < other.offset + other.length && (isCode(other) || isCode(entity)));
    if (clash) return `stand-in: ${entity.type} at ${offset} meets ${clash.type} at ${clash.offset}`;
    marks.push(entity);
  }
  return null;
}

const isCode = ({ type }: Mark) => type === 'code' || type === 'pre';

const splitsCharacter = (text: string, at: number) => /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');

/** td, LinkManager::check_link: http(s), a dot in the host or IPv6, no port 0. */
function isLinkable(url: unknown): boolean {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return (
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.port !== '0' && (parsed.hostname.includes('.') || parsed.hostname.startsWith('['))
  );
}

/** Telegram makes a mention of `@name` by itself (td, match_mentions: from two letters on), but inside what is monospaced or linked. */
function mentions(text: string, entities: unknown): boolean {
  const marks = (Array.isArray(entities) ? entities : []).filter((one) => isMark(one) && (isCode(one) || one.type === 'text_link'));
  return [...text.matchAll(/(?<![\p{L}\p{N}_])@[A-Za-z0-9_]{2,}/gu)].some(
    ({ index }) => !marks.some(({ offset, length }) => offset <= index && index < offset + length),
  );
}
