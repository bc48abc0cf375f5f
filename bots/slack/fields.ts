import type { types } from '@slack/bolt';
import type { Field } from '../../shared/reply/reply.ts';
import { type Span, spansOf } from '../../shared/reply/text.ts';
import { escaped, isInert } from './escape.ts';
import { slackLimits } from './limits.ts';
import { piecesOf, sections } from './richtext.ts';

/**
 * Fields in two columns, ten a section. Those need mrkdwn, in which a mark has no escape; so a group in which any word could act as a mark, and one with links or
 * styles of its own, is written as lines of rich text instead.
 */
export function fieldBlocks(fields: readonly Field[]): types.KnownBlock[] {
  const blocks: types.KnownBlock[] = [];
  for (let at = 0; at < fields.length; at += slackLimits.fields) {
    const group = fields.slice(at, at + slackLimits.fields);
    const columns = group.flatMap((field) => columnOf(field) ?? []);
    blocks.push(...(columns.length === group.length ? [{ type: 'section' as const, fields: columns }] : lines(group)));
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
