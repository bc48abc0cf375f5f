import { styleText } from 'node:util';

const levels: Readonly<Record<number, string>> = {
  10: styleText('gray', 'trace'),
  20: styleText('gray', 'debug'),
  30: styleText('cyan', 'info '),
  40: styleText('yellow', 'warn '),
  50: styleText('red', 'error'),
  60: styleText('red', 'fatal'),
};

/** One JSON log line as a person reads it, in their own time: `12:30:01 warn  message  name=value`, a stack below it. What isn't such a line stays as it is. */
export function pretty(line: string): string {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(line) as Record<string, unknown>; // Our own line, just made by pino.
  } catch {
    return line;
  }
  const { level, time, msg, err, ...fields } = parsed;
  const at = typeof time === 'string' ? new Date(time).toTimeString().slice(0, 8) : '';
  const rest = Object.entries(fields).map(
    ([name, value]) => `${styleText('gray', `${name}=`)}${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = [styleText('gray', at), levels[Number(level)] ?? '', printable(String(msg ?? '')), printable(rest.join(' '))].filter(
    (part) => part !== '',
  );
  return `${head.join(' ')}\n${stackOf(err)}`;
}

function stackOf(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  const text = 'stack' in err ? err.stack : 'message' in err ? err.message : '';
  return typeof text === 'string' && text !== '' ? `${styleText('gray', printable(text).replace(/^/gm, '  '))}\n` : '';
}

/** Without what would steer the terminal; our own colours stay. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[\d+m)/g, '\ufffd');
}
