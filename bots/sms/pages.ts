import type { Words } from '../../shared/channel/words/en.ts';
import { split } from '../../shared/reply/text.ts';
import { smsLimits } from './limits.ts';
import { fitting, segmentsOf } from './segments.ts';

/** Units that what stands below a part may take: "\n(12/34) Answer MORE for the rest". */
const belowMax = 36;

/** A text in parts of at most so many segments each, cut at a natural place; each says which it is, and how the next is got. */
export function pagesOf(text: string, say: Pick<Words, 'moreForTheRest'>): string[] {
  if (segmentsOf(text).count <= smsLimits.segments) return [text];
  const parts: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const [part = ''] = split(rest, Math.max(1, fitting(rest, smsLimits.segments, belowMax)));
    parts.push(part);
    rest = rest.slice(part.length).trimStart();
  }
  return parts.map((part, i) => `${part}\n(${i + 1}/${parts.length})${i < parts.length - 1 ? ` ${say.moreForTheRest}` : ''}`);
}
