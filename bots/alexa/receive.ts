import { hash } from 'node:crypto';
import type { HttpAnswer, HttpRequest, Receive, Received } from '../../shared/channel/channel.ts';
import type { Said } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { SettingsError } from '../../shared/errors.ts';
import { rootsOf } from './certificate.ts';
import { certificateCache, type Fetch, type KeyFound } from './certificate-cache.ts';
import { certificatePlace, certificateUrl } from './certificate-url.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { refused } from './refusal.ts';
import { runCommandIntent, saidIn } from './said.ts';
import { signatureHolds } from './signature.ts';

export interface AlexaReceiveOptions {
  readonly skillId: string;
  /** Prefix that the address of a signing certificate must have: ALEXA_CERT_URL. */
  readonly certUrl: string;
  /** Trusted roots, PEM; read when the first certificate comes. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly fetch?: Fetch;
  /** False: signature and certificate aren't asked for: in tests, and where Lambda lets in nobody but the skill. Time and skill always are. */
  readonly verify?: boolean;
}

/**
 * Verifies what Alexa sends, and reads it: a launch or an intent waits for its answer, all else is acknowledged. A promise only where a certificate must be fetched.
 * Throws SettingsError for a `certUrl` that certificates can't safely come from.
 */
export function alexaReceive({ skillId, certUrl, roots, clock, fetch = overTheNetwork, verify = true }: AlexaReceiveOptions): Receive {
  const certificates = certificatePlace(certUrl);
  if (!certificates) throw new SettingsError('ALEXA_CERT_URL expects an https address, or http on loopback, without user, query or %.');
  const keyOf = certificateCache({ roots: rootsOf(roots), clock, fetch });

  const verified = (body: Buffer, signature: string, found: KeyFound): Received => {
    if ('why' in found) return refused(found.heals ? 'certificate_unreachable' : 'certificate');
    return signatureHolds(body, signature, found.key) ? read(body) : refused('signature');
  };

  const read = (body: Buffer): Received => {
    const envelope = envelopeOf(body);
    if (!envelope) return refused('malformed');
    if (envelope.applications.length === 0 || envelope.applications.some((id) => id !== skillId)) return refused('application');
    return isTimely(envelope, clock.now()) ? received(envelope, skillId) : refused('timestamp');
  };

  return ({ headers, body }: HttpRequest) => {
    if (!verify) return read(body);
    const address = headers.signaturecertchainurl;
    const signature = headers['signature-256'];
    if (typeof address !== 'string' || typeof signature !== 'string' || signature === '') return refused('unsigned');
    const url = certificateUrl(address, certificates);
    if (url === null) return refused('certificate_url');
    const found = keyOf(url);
    return found instanceof Promise ? found.then((key) => verified(body, signature, key)) : verified(body, signature, found);
  };
}

const overTheNetwork: Fetch = (url, init) => fetch(url, init);

/** Amazon: 150 s. Skill events are sent again until answered, so 3,600 s back. The future is our rule. */
const toleranceMs = 150_000;
const eventToleranceMs = 3_600_000;

function isTimely({ type, timestamp }: Envelope, now: number): boolean {
  const back = type.startsWith('AlexaSkillEvent.') ? eventToleranceMs : toleranceMs;
  return now - timestamp <= back && timestamp - now <= toleranceMs;
}

function received(envelope: Envelope, skillId: string): Received {
  const said = saidIn(envelope);
  if (!said) return { kind: 'nothing', ack: acknowledged(envelope.type), ...refusedIn(envelope) };
  const { requestId, user, device, person, locale, timestamp, session, dialogs } = envelope;
  if (user === undefined) return refused('malformed');
  return {
    kind: 'voice',
    inbound: {
      key: requestId,
      place: {
        channel: 'alexa',
        bot: 'main',
        tenant: skillId,
        conversation: conversationOf(user),
        direct: true,
        user,
        via: {
          ...(device === undefined ? {} : { device }),
          ...(person === undefined ? {} : { person }),
          ...(listensOn(said) ? { session: 'open' } : session === 'going on' ? { session: 'going on' } : {}),
          ...(dialogs ? { dialogs: 'yes', ...modelOf(envelope) } : {}),
        },
      },
      from: { user, ...(person === undefined ? {} : { voice: person }) },
      said,
      ...(locale === undefined ? {} : { locale }),
      saidAt: timestamp,
    },
  };
}

/** The intent that was said and the slots that the skill's model has for it, filled or not. */
function modelOf({ intent }: Envelope): { readonly intent?: string } {
  const names = intent ? [intent.name, ...intent.slots.map(([slot]) => slot)].join(' ') : '';
  return intent === undefined || intent.name === runCommandIntent || intent.name.startsWith('AMAZON.') || names.length > 400 ? {} : { intent: names };
}

/** Amazon: SessionEndedRequest with an error, and System.ExceptionEncountered, are all that a skill hears of a response that Alexa could not use. */
function refusedIn({ type, error }: Envelope) {
  if (!error || (type !== 'SessionEndedRequest' && type !== 'System.ExceptionEncountered')) return {};
  const reason = /^[A-Z_]+$/.test(error.type) ? error.type.toLowerCase() : 'unknown';
  return { refusedAnswer: { reason, detail: error.message } };
}

/** Who opens the skill, or asks what it can do, hasn't said yet what they want: `render` keeps the session open. */
function listensOn(said: Said): boolean {
  if (said.kind === 'event') return said.event === 'welcome';
  if (said.kind === 'intent') return said.intent === 'HelpIntent';
  return said.kind === 'text' && (said.text === '' || said.text === 'help');
}

/** One for each account with this skill, over all its devices and sessions. Short, for a user id may have 255 characters and keys are made of both. */
function conversationOf(user: string): string {
  return hash('sha256', user, 'base64url').slice(0, 22);
}

/** A 200 that says nothing. Asked whether it could fulfil an intent without being opened, it says no: a command would have to be run to know. */
function acknowledged(type: string): HttpAnswer {
  const response = type === 'CanFulfillIntentRequest' ? { canFulfillIntent: { canFulfill: 'NO' } } : {};
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version: '1.0', response }) };
}
