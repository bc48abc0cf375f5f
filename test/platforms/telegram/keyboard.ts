/** What Telegram refuses in an InlineKeyboardMarkup or, beside a new message, a ForceReply; null: nothing. */
export function markupProblem(markup: unknown, isEdit: boolean): string | null {
  if (markup === undefined) return null;
  if (typeof markup === 'object' && markup !== null && 'force_reply' in markup)
    return isEdit ? 'inline keyboard expected' : forceReplyProblem(markup);
  const rows = (markup as { inline_keyboard?: unknown } | null)?.inline_keyboard;
  if (!Array.isArray(rows)) return "object expected as reply markup: field 'inline_keyboard' must be of type Array";
  let count = 0;
  for (const row of rows) {
    if (!Array.isArray(row)) return 'inline keyboard row must be an Array';
    if (row.length > 8) return 'stand-in: more than 8 buttons in a row';
    for (const button of row) {
      count++;
      const problem = buttonProblem(button);
      if (problem) return problem;
    }
  }
  return count > 100 ? 'REPLY_MARKUP_TOO_LONG' : null;
}

/** ForceReply: `selective` where only some are asked. */
function forceReplyProblem({ force_reply: forced, selective, ...rest }: Readonly<Record<string, unknown>>): string | null {
  if (forced !== true || (selective !== undefined && typeof selective !== 'boolean')) return "can't parse reply keyboard markup JSON object";
  const [unknown] = Object.keys(rest);
  return unknown ? `stand-in: a ForceReply has no ${unknown}` : null;
}

/** InlineKeyboardButton: text, and callback_data of 1–64 bytes. */
function buttonProblem(button: unknown): string | null {
  const { text, callback_data: data, style, ...rest } = (button ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string' || text.trim() === '' || !text.isWellFormed()) return 'BUTTON_TEXT_INVALID';
  if (typeof data !== 'string') return 'BUTTON_TYPE_INVALID';
  const bytes = Buffer.byteLength(data);
  if (bytes < 1 || bytes > 64 || !data.isWellFormed()) return 'BUTTON_DATA_INVALID';
  if (style !== undefined && !['danger', 'success', 'primary'].includes(String(style))) return 'BUTTON_STYLE_INVALID';
  const [unknown] = Object.keys(rest);
  return unknown ? `stand-in: a button has no ${unknown}` : null;
}
