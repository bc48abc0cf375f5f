/** `&`, `<` and `>` are the only characters that begin a mention, a link or a command to Slack, and the only ones with an escape (Slack: Formatting text). */
export function escaped(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;')) : text;
}

/** Whether mrkdwn shows an (escaped) text just as it is: no mark, quote, emoji name, or space that a mark would need. */
export function isInert(text: string): boolean {
  return text.trim() === text && text !== '' && !/[*_~`>\n\r]|:\S*:/.test(text);
}
