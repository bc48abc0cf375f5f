/**
 * Text as Teams may have it: line ends as `\n`, no control characters, no half characters, and nothing in it that a client would run: neither an `at` mark (a mention needs
 * one) nor a `quoted` one (it shows another message) nor a card's `{{DATE(…)}}`. Each of those is broken by a word joiner, which nobody sees. Doing it twice changes nothing more.
 */
export function literal(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/<(?=\/?(?:at|quoted)\b)/gi, '<\u2060')
    .replaceAll('{{', '{\u2060{');
}

/** Whether there is anything to see. */
export function isBlank(text: string): boolean {
  return /^[\s\u2060]*$/.test(text);
}
