/** What a condition of Gatus asks of an answer: `[STATUS] == 200`. Its left side is always the placeholder. */
export interface Condition {
  /** `STATUS`, `BODY`, `HEADER`: in capitals. */
  readonly of: string;
  /** What stands behind it: `.data[0].id`. */
  readonly path: string;
  /** `len`, `has`, `age`, around it. */
  readonly by: string | undefined;
  readonly compares: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly to: string;
}

/** By the documented form `VALUE COMPARATOR VALUE`; null for what is none of it. */
export function readCondition(text: string): Condition | null {
  const [, left = '', compares = '', right = ''] = /^\s*(.+?) (==|!=|<=|>=|<|>) (.+?)\s*$/.exec(text) ?? [];
  const placed = placeholder(left);
  const turned = placed ? null : placeholder(right);
  if (placed) return { ...placed, compares: compares as Condition['compares'], to: right }; // One of those that were looked for.
  return turned && { ...turned, compares: mirrored[compares as Condition['compares']], to: left };
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function placeholder(text: string): Pick<Condition, 'of' | 'path' | 'by'> | null {
  const [, by, of = '', path = ''] = /^(?:(len|has|age)\()?\[([A-Za-z_]+)\](\S*?)\)?$/.exec(text.trim()) ?? [];
  return of === '' ? null : { of: of.toUpperCase(), path: path.replace(/^\./, ''), by };
}

/** What Go calls a duration, ms: "1h30m", "500ms", a bare number is ms. NaN for what is none. */
export function goMs(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.map(([whole]) => whole).join('') !== text || text === '') return Number.NaN;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? Number.NaN), 0);
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const dayMs = 86_400_000;

/** `pat(*words*)`: the words between the stars; null for another pattern. */
const wordsOf = (text: string) => /^pat\(\*([^*?[\]\\]+)\*\)$/.exec(text)?.[1] ?? null;
const anyOf = (text: string) =>
  /^any\((.+)\)$/
    .exec(text)?.[1]
    ?.split(',')
    .map((one) => one.trim()) ?? null;
const isFunction = (text: string) => /^(pat|any)\(.*\)$/.test(text);

/** What an http answer must be, as `expect` has it; and the days before a domain ends. */
export interface Expected {
  status?: (number | string)[];
  phrase?: string;
  absent?: string;
  json?: Readonly<Record<string, unknown>>[];
  headers?: Record<string, string>;
  withinMs?: number;
  certificateDays?: number;
  domainDays?: number;
}

/** Adds what a condition asks; answers false for what can't be asked here. */
export function expectIt(expected: Expected, { of, path, by, compares, to }: Condition): boolean {
  const isHas = by === 'has' && compares === '==' && to === 'true';
  if (by !== undefined && !isHas) return false;
  switch (of) {
    case 'STATUS':
      return expectStatus(expected, compares, to);
    case 'RESPONSE_TIME': {
      const ms = goMs(to);
      if ((compares !== '<' && compares !== '<=') || !(ms >= 1)) return false;
      expected.withinMs = Math.floor(ms);
      return true;
    }
    case 'CERTIFICATE_EXPIRATION':
    case 'DOMAIN_EXPIRATION': {
      const ms = goMs(to);
      if ((compares !== '>' && compares !== '>=') || Number.isNaN(ms)) return false;
      expected[of === 'CERTIFICATE_EXPIRATION' ? 'certificateDays' : 'domainDays'] = Math.ceil(ms / dayMs);
      return true;
    }
    case 'CONNECTED':
      return compares === '==' && to === 'true';
    case 'HEADER': {
      const value = isHas ? '' : (wordsOf(to) ?? (isFunction(to) ? null : to));
      if (compares !== '==' || value === null || path === '') return false;
      expected.headers = { ...expected.headers, [path]: value };
      return true;
    }
    case 'BODY':
      return path === '' ? expectBody(expected, compares, to) : expectValue(expected, path, isHas ? null : { compares, to });
    default:
      return false;
  }
}

function expectBody(expected: Expected, compares: string, to: string): boolean {
  const words = wordsOf(to);
  if (words === null || (compares !== '==' && compares !== '!=')) return false;
  const side = compares === '==' ? 'phrase' : 'absent';
  if (expected[side] !== undefined) return false;
  expected[side] = words;
  return true;
}

function expectValue(expected: Expected, path: string, compared: Pick<Condition, 'compares' | 'to'> | null): boolean {
  const { compares, to } = compared ?? { compares: '==', to: '' };
  if (path.includes('*') || isFunction(to)) return false;
  const value: unknown = /^(-?\d+(\.\d+)?|true|false|null)$/.test(to) ? JSON.parse(to) : to;
  const wanted = compared === null ? {} : { '==': { is: value }, '>': { above: value }, '<': { below: value } }[compares as '==' | '>' | '<'];
  if (!wanted || ((compares === '>' || compares === '<') && typeof value !== 'number')) return false;
  expected.json = [...(expected.json ?? []), { path, ...wanted }];
  return true;
}

/** Statuses go from 100 to 599; several conditions narrow them down. */
function expectStatus(expected: Expected, compares: Condition['compares'], to: string): boolean {
  const any = anyOf(to);
  const numbers = (any ?? [to]).map(Number);
  const [n = Number.NaN] = numbers;
  if (numbers.some((one) => !Number.isInteger(one) || one < 100 || one > 600)) return false;
  if (compares === '!=' || (any && compares !== '==')) return false;
  if (compares === '==') {
    expected.status = numbers;
    return true;
  }
  const [, from = '100', until = '599'] = /^(\d{3})-(\d{3})$/.exec(String(expected.status?.[0] ?? '100-599')) ?? [];
  const low = compares === '>' ? n + 1 : compares === '>=' ? n : 100;
  const high = compares === '<' ? n - 1 : compares === '<=' ? n : 599;
  if (expected.status && !/-/.test(String(expected.status[0]))) return true;
  expected.status = [`${Math.max(low, Number(from))}-${Math.min(high, Number(until))}`];
  return true;
}
