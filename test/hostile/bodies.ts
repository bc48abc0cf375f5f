/** What a body's door answers it with: 400, but where it is named. */
export interface HostileBody {
  readonly what: string;
  readonly body: Buffer;
  /** By door; all others answer 400. */
  readonly taken?: Readonly<Record<string, 200 | 202>>;
}

const text = (what: string, body: string, taken?: HostileBody['taken']): HostileBody => ({
  what,
  body: Buffer.from(body),
  ...(taken ? { taken } : {}),
});
const deep = 20_000;
const nested = `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`;
/** An object without meaning: Slack's events of kinds that aren't known are acknowledged, and what Meta tells of other things than Pages. */
const ignored = { 'Slack events': 200, Messenger: 200 } as const;
/** A payload without meaning. */
const unknownPress = { 'Slack interactions': 200 } as const;

/** Bytes that broke one bot framework or another, each with a valid signature. */
export const hostileBodies: readonly HostileBody[] = [
  text('nothing', ''),
  text('null', 'null'),
  text('a number', '0'),
  text('a number beyond all', '1e999999'),
  text('a number of 100,000 digits', '9'.repeat(100_000)),
  text('true', 'true'),
  text('a string', '"check example.com"'),
  text('an empty list', '[]'),
  text('a list of lists', '[[],[[]],{}]'),
  text('an empty object', '{}', ignored),
  text('members of the wrong types', '{"type":1,"event":[],"update_id":"x","message":null,"request":0,"context":[],"conversation":1}', ignored),
  text('20,000 levels of lists', '['.repeat(deep) + ']'.repeat(deep)),
  text('20,000 levels of objects', nested, ignored),
  text('20,000 levels left open', '{"a":'.repeat(deep)),
  text('20,000 levels under a known name', `{"type":"event_callback","event":${nested},"message":${nested},"request":${nested}}`, ignored),
  text('20,000 levels in a payload', `payload=${encodeURIComponent(nested)}`, unknownPress),
  text('__proto__', '{"__proto__":{"type":"url_verification","update_id":1},"constructor":{"prototype":{"x":1}}}', ignored),
  text('__proto__ in a form', '__proto__=x&__proto__[payload]=1&constructor=y&toString=z'),
  text('a lone surrogate', '{"type":"\\ud800","update_id":"\\udfff"}', ignored),
  text('NUL', '{"type":"\\u0000"}', ignored),
  { what: 'bytes that are NUL', body: Buffer.alloc(1_000) },
  { what: 'bytes that are no UTF-8', body: Buffer.from([0xff, 0xfe, 0xc0, 0xaf, 0xed, 0xa0, 0x80]) },
  { what: 'UTF-16', body: Buffer.from('{"type":"event_callback"}', 'utf16le') },
  text('a byte order mark', '\ufeff{}'),
  text('a payload named twice', 'payload=%7B%7D&payload=%7B%7D'),
  text('a payload that is null', 'payload=null'),
  text('a payload that is a list', 'payload=%5B%5D'),
  text('a payload without meaning', 'payload=%7B%7D', unknownPress),
  text('a form that is not percent-encoded', 'payload=%&team_id=%zz&text=%ff'),
  text('a command named twice', 'command=/check&command=/bellhop&team_id=T&user_id=U&channel_id=C&trigger_id=1'),
  text('100,000 form keys', Array.from({ length: 100_000 }, (_, i) => `k${i}=`).join('&')),
  text('only ampersands', '&'.repeat(500_000)),
  text('two documents', '{}{}'),
  text('a trailing comma', '{"type":1,}'),
  text('100,000 members of one name', `{${Array.from({ length: 100_000 }, () => '"a":1').join(',')}}`, ignored),
];
