import type { types } from '@slack/bolt';
import type { Field } from '../../shared/reply/reply.ts';
import { type Span, spansOf } from '../../shared/reply/text.ts';
import { escaped, isInert } from './escape.ts';
import { slackLimits } from './limits.ts';
import { piecesOf, sections } from './richtext.ts';

/**
 * Fields in two columns, ten a section. Those need mrkdwn, in which a mark has no escape; so where any word could act as a mark, or a field has links or styles of
 * its own, all are written as lines of rich text instead.
 */
export function fieldBlocks(fields: readonly Field[]): types.KnownBlock[] {
  const columns = fields.flatMap((field) => columnOf(field) ?? []);
  if (columns.length < fields.length) return lines(fields);
  const blocks: types.SectionBlock[] = [];
  for (let at = 0; at < columns.length; at += slackLimits.fields) {
    blocks.push({ type: 'section', fields: columns.slice(at, at + slackLimits.fields) });
  }
  return blocks;
}

function columnOf({ name, value }: Field): types.MrkdwnElement | null {
  if (typeof value !== 'string' || !isInert(name) || !isInert(value)) return null;
  const text = `*${escaped(name)}*\n${escaped(value)}`;
  return text.length <= slackLimits.fieldText ? { type: 'mrkdwn', text, verbatim: true } : null;
}

function lines(fields: readonly Field[]): types.RichTextBlock[] {
  const spans = fields.flatMap(({ name, value }, i): Span[] => [i === 0 ? '' : '\n', { bold: name }, ': ', ...spansOf(value)]);
  return sections(piecesOf(spans));
}
