import { kindOf } from '../kind.ts';
import { asking, speak } from './words/speak.ts';

/** A file that somebody sent: where it is kept, and what the platform said of it. */
export interface FileRef {
  /** Its key where files are kept. */
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  /** `image/png`. */
  readonly mediaType: string;
}

/** A file that came with a message. Nobody types one: it reads the one form that it prints, `file:KEY?name=…`. */
export const file = kindOf<FileRef>({
  kind: 'file',
  asks: asking('file'),
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'file' },
  parse(raw, { locale }) {
    const value = fileOf(raw.trim());
    return value === null ? { ok: false, error: speak(locale).noFile } : { ok: true, value };
  },
  print: ({ key, name, bytes, mediaType }) =>
    `file:${encodeURIComponent(key)}?${new URLSearchParams({ name, bytes: String(bytes), mediaType }).toString()}`,
});

function fileOf(given: string): FileRef | null {
  const query = given.indexOf('?');
  if (!given.startsWith('file:') || query < 6 || given.length > 2_000) return null;
  const about = new URLSearchParams(given.slice(query + 1));
  const [name, bytes, mediaType] = [about.get('name'), about.get('bytes'), about.get('mediaType')];
  if (!name || bytes === null || !/^\d{1,15}$/.test(bytes) || !mediaType) return null;
  try {
    return { key: decodeURIComponent(given.slice(5, query)), name, bytes: Number(bytes), mediaType };
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
