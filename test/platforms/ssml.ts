/** Amazon: "Speech Synthesis Markup Language (SSML) Reference". */
const allowed = new Set(
  'speak amazon:domain amazon:effect amazon:emotion audio break emphasis lang p phoneme prosody s say-as sub voice w'.split(' '),
);
const entity = /^(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/;
const illegal = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;

/** What is wrong with an SSML document as XML and as Alexa's SSML; empty when nothing is. */
export function ssmlFaults(ssml: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  let roots = 0;
  if (illegal.test(ssml)) faults.push('a character that XML does not allow');
  for (let at = 0; at < ssml.length; at++) {
    const c = ssml[at];
    if (c === '&' && !entity.test(ssml.slice(at + 1, at + 12))) faults.push(`a bare & at ${at}`);
    if (c === '>') faults.push(`a bare > at ${at}`);
    if (c !== '<') {
      if (open.length === 0 && c?.trim()) faults.push(`text outside <speak> at ${at}`);
      continue;
    }
    const end = ssml.indexOf('>', at);
    const tag = /^(\/?)([a-z][a-z:-]*)((?:\s+[a-z:-]+="[^"<&]*")*)\s*(\/?)$/i.exec(ssml.slice(at + 1, end < 0 ? undefined : end));
    const name = tag?.[2];
    if (end < 0 || !tag || name === undefined) return [...faults, `a broken tag at ${at}`];
    if (!allowed.has(name)) faults.push(`<${name}> is no tag of Alexa's`);
    if (open.length === 0) {
      roots++;
      if (name !== 'speak') faults.push(`the root is <${name}>, not <speak>`);
    }
    if (tag[1] === '/') {
      if (open.pop() !== name) faults.push(`</${name}> closes nothing`);
    } else if (tag[4] !== '/') open.push(name);
    at = end;
  }
  if (open.length > 0) faults.push(`<${open.at(-1)}> is never closed`);
  if (roots !== 1) faults.push('not exactly one <speak>');
  return faults;
}
