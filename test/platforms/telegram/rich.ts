type Fields = Readonly<Record<string, unknown>>;

/** What Telegram has against an InputRichMessage of blocks (Bot API 10.2): 32,768 characters, 500 blocks, tables of 20 columns whose rows are equal. Null: nothing. */
export function richProblem(message: unknown): string | null {
  const { blocks, skip_entity_detection: skips, ...rest } = (message ?? {}) as Fields;
  if (Object.keys(rest).length > 0) return `stand-in: a rich message has no ${Object.keys(rest)[0]}`;
  if (skips !== true) return 'stand-in: what mentions?';
  if (!Array.isArray(blocks) || blocks.length === 0) return 'RICH_MESSAGE_EMPTY';
  if (blocks.length > 500) return 'RICH_MESSAGE_TOO_MANY_BLOCKS';
  if (charactersOf(blocks) > 32_768) return 'RICH_MESSAGE_TOO_LONG';
  for (const block of blocks as Fields[]) {
    const problem =
      block.type === 'paragraph' ? textProblemOf(block.text) : block.type === 'table' ? tableProblem(block) : `RICH_BLOCK_${block.type}`;
    if (problem !== null) return problem;
  }
  return null;
}

function tableProblem({ cells, is_bordered, is_striped, type, ...rest }: Fields): string | null {
  if (Object.keys(rest).length > 0) return `stand-in: a table has no ${Object.keys(rest)[0]}`;
  if (!Array.isArray(cells) || cells.length === 0) return 'RICH_TABLE_EMPTY';
  const width = cells[0].length;
  if (width < 1 || width > 20 || cells.some((row) => row.length !== width)) return 'RICH_TABLE_COLUMNS';
  const wrong = cells
    .flat()
    .find(
      (cell: Fields) =>
        textProblemOf(cell.text) !== null || !/^(left|center|right)$/.test(String(cell.align)) || !/^(top|middle|bottom)$/.test(String(cell.valign)),
    );
  return wrong ? 'RICH_TABLE_CELL' : null;
}

/** RichText: a string, an object with a type and text, or several. */
function textProblemOf(text: unknown): string | null {
  if (typeof text === 'string') return text === '' || !text.isWellFormed() ? 'RICH_TEXT_EMPTY' : null;
  if (Array.isArray(text)) return text.length === 0 ? 'RICH_TEXT_EMPTY' : (text.map(textProblemOf).find((one) => one !== null) ?? null);
  const { type, text: inner, url } = (text ?? {}) as Fields;
  if (!['bold', 'italic', 'code', 'url'].includes(String(type))) return 'RICH_TEXT_TYPE';
  return type === 'url' && !/^(https?:|mailto:|tg:)/.test(String(url)) ? 'RICH_TEXT_URL' : textProblemOf(inner);
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + (/^(type|align|valign|url)$/.test(name) ? 0 : charactersOf(inner)), 0);
}
