import type { SlackBlock } from './blocks.ts';
import { slackLimits } from './limits.ts';

/** Blocks → messages, in order, each within Slack's limits: 50 blocks, one table, and a sum of characters well below where Slack refuses. At least one. */
export function packed(blocks: readonly SlackBlock[]): SlackBlock[][] {
  const messages: SlackBlock[][] = [[]];
  let size = 0;
  let hasTable = false;
  for (const block of blocks) {
    const isTable = block.type === 'table' || block.type === 'data_table';
    const more = sizeOf(block);
    const last = messages.at(-1);
    if (!last || last.length >= slackLimits.blocks || (last.length > 0 && size + more > slackLimits.messageText) || (isTable && hasTable)) {
      messages.push([block]);
      size = more;
      hasTable = isTable;
    } else {
      last.push(block);
      size += more;
      hasTable ||= isTable;
    }
  }
  return messages;
}

/** Characters of text anywhere in a block, and what the block itself takes. */
export function sizeOf(block: SlackBlock): number {
  return slackLimits.blockOverhead + characters(block);
}

function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + (key === 'type' || key === 'align' ? 0 : characters(inner)), 0);
}
