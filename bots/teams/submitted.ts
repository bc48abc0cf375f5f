import type { Said } from '../../shared/channel/inbound.ts';

/** How what stands in an input is to be read. The id of each input begins with it, for a card says back ids and values alone. */
const readings = ['words', 'number', 'date', 'time', 'several'] as const;
type Reading = (typeof readings)[number];

/** The id of a parameter's input. */
export const idOf = (reading: Reading, name: string) => `${reading}:${name}`;

/** Inputs that are looked at: a definition has a handful. */
const inputsMax = 200;
/** Ours: names of commands and parameters, and ids of commands, are short. */
const nameMax = 100;

/**
 * A form of ours as Teams tells it (msteams-docs, "Action.Submit"): what stands in each input beside our own data, texts, numbers or truths by the client. Null for anything else.
 * What was left empty is left out. One that a way in opened has no question, and what was `given` before it instead.
 */
export function submissionIn(value: Readonly<Record<string, unknown>> | undefined): Extract<Said, { kind: 'form' }> | null {
  const ours = value?.bellhop;
  if (!value || typeof ours !== 'object' || ours === null) return null;
  const { form, question, given }: { form?: unknown; question?: unknown; given?: unknown } = ours;
  if (!isName(form) || !(question === undefined || isName(question))) return null;
  const values: Record<string, string> = Object.create(null);
  for (const [name, words] of Object.entries(given ?? {}).slice(0, inputsMax))
    if (isName(name) && typeof words === 'string') values[name] = words.toWellFormed();
  const dated: Record<string, { date?: string; time?: string }> = Object.create(null);
  for (const [id, given] of Object.entries(value).slice(0, inputsMax)) {
    const colon = id.indexOf(':');
    const reading = readings.find((one) => one === id.slice(0, colon));
    const name = id.slice(colon + 1);
    const words = wordsOf(given);
    if (colon < 0 || reading === undefined || !isName(name) || words === '') continue;
    if (reading === 'date' || reading === 'time') dated[name] = { ...dated[name], [reading]: words };
    else if (reading === 'several') values[name] = words.replaceAll(',', '; ');
    // Three digits behind the point could be a group in some locale.
    else values[name] = reading === 'number' ? words.replace(/^-?\d+\.\d{3}$/, '$&0') : words;
  }
  for (const [name, { date, time }] of Object.entries(dated)) values[name] = date && time ? `${date}T${time}` : (date ?? time ?? '');
  return { kind: 'form', command: form, ...(question === undefined ? {} : { question }), values: { ...values } };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= nameMax && value.isWellFormed();

function wordsOf(given: unknown): string {
  if (typeof given === 'boolean') return given ? 'yes' : 'no';
  if (typeof given === 'number') return Number.isFinite(given) ? String(given) : '';
  // Without the joiners that `literal` put between signs that a client would run.
  return typeof given === 'string'
    ? given
        .toWellFormed()
        .replace(/(<|\{)\u2060/g, '$1')
        .trim()
    : '';
}
