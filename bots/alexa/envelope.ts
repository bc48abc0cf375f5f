/** What of a request's JSON is read (Amazon: "Request and Response JSON Reference"). */
export interface Envelope {
  /** `IntentRequest`. */
  readonly type: string;
  readonly requestId: string;
  /** ms since 1970. */
  readonly timestamp: number;
  readonly locale?: string;
  /** Every application id that it names: all must be ours. */
  readonly applications: readonly string[];
  readonly user?: string;
  /** The one of the household whose voice was recognised. */
  readonly person?: string;
  readonly device?: string;
  readonly intent?: Intent;
  /** `new`: this request opened it; left out for what comes without one. */
  readonly session?: 'new' | 'going on';
  /** What the last response of this session put there. */
  readonly attributes?: unknown;
  /** Why a session ended in an error, or what Alexa could not do with a response. */
  readonly error?: { readonly type: string; readonly message: string };
  /** The skill's model has a dialog part, so a response may hold a Dialog directive: Alexa tells `dialogState` for such a skill alone. */
  readonly dialogs: boolean;
}

export interface Intent {
  readonly name: string;
  /** What each of its slots holds, in Alexa's own form; one that isn't filled has no value in it. */
  readonly slots: readonly (readonly [name: string, slot: Readonly<Json>])[];
  /** Alexa asked whether it should be done, and the person said no. */
  readonly denied: boolean;
  /** The person said yes to that. */
  readonly confirmed: boolean;
}

export type Json = Record<string, unknown>;

/** Ids are up to 255 characters long today; longer than this they couldn't be a key of the store. */
const idMax = 400;
const slotsMax = 32;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const languageTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/** Reads a body. Answers null for what no Alexa sends; never throws. */
export function envelopeOf(body: Buffer): Envelope | null {
  const root = objectOf(json(body));
  const request = objectOf(root?.request);
  const type = text(request?.type, 100);
  const requestId = text(request?.requestId, idMax);
  const timestamp = text(request?.timestamp, 40);
  if (!root || !request || !type || !requestId || !timestamp || !instant.test(timestamp)) return null;
  const at = Date.parse(timestamp);
  const system = objectOf(objectOf(root.context)?.System);
  const session = objectOf(root.session);

  const user = text(objectOf(system?.user)?.userId, idMax) ?? text(objectOf(session?.user)?.userId, idMax);
  const person = text(objectOf(system?.person)?.personId, idMax);
  const device = text(objectOf(system?.device)?.deviceId, idMax);
  const locale = text(request.locale, 35);
  const intent = intentOf(request.intent);
  const error = objectOf(request.error);
  if (Number.isNaN(at) || (type === 'IntentRequest' && !intent)) return null;
  return {
    type,
    requestId,
    timestamp: at,
    applications: [...applicationIn(root.session), ...applicationIn(system ?? root.context)],
    ...(locale !== undefined && languageTag.test(locale) ? { locale } : {}),
    ...(user === undefined ? {} : { user }),
    ...(person === undefined ? {} : { person }),
    ...(device === undefined ? {} : { device }),
    ...(intent === undefined ? {} : { intent }),
    ...(session === undefined ? {} : { session: session.new === false ? 'going on' : 'new', attributes: session.attributes }),
    ...(error === undefined
      ? {}
      : { error: { type: text(error.type, 60) ?? 'UNKNOWN', message: text(error.message, 100_000)?.slice(0, 500) ?? '' } }),
    dialogs: typeof request.dialogState === 'string',
  };
}

/** None where the part is left out, and '' (which is nobody's) where it is there and names none. */
function applicationIn(part: unknown): string[] {
  return part === undefined ? [] : [text(objectOf(objectOf(part)?.application)?.applicationId, idMax) ?? ''];
}

function intentOf(value: unknown): Intent | undefined {
  const intent = objectOf(value);
  const name = text(intent?.name, 100);
  if (!intent || name === undefined) return undefined;
  const slots = Object.entries(objectOf(intent.slots) ?? {}).slice(0, slotsMax);
  const filled = slots.flatMap(([slot, content]) => (objectOf(content) ? [[slot, objectOf(content) ?? {}] as const] : []));
  return { name, slots: filled, denied: intent.confirmationStatus === 'DENIED', confirmed: intent.confirmationStatus === 'CONFIRMED' };
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The value when it is an object, not an array. */
export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value when it is a string of 1 to `max` units, and no half of a surrogate pair in it. */
export function text(value: unknown, max: number): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max && value.isWellFormed() ? value : undefined;
}
