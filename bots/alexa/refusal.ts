import type { Received } from '../../shared/channel/channel.ts';

/** Why a request is refused: the word for logs and metrics, and what its sender is told. */
const refusals = {
  unsigned: ['The request is not signed.', 'Alexa sends the headers SignatureCertChainUrl and Signature-256 with each request.'],
  certificate_url: ['The address of the signing certificate is not allowed.', 'It must lie below ALEXA_CERT_URL.'],
  certificate: ['The signing certificate is not trusted.', 'Its chain must end in a trusted root and be valid now, for echo-api.amazon.com.'],
  certificate_unreachable: ['The signing certificate could not be fetched.', 'Check that this machine reaches ALEXA_CERT_URL, and try again.'],
  signature: ['The signature does not fit the request.', 'It is RSA with SHA-256 over the raw body, in base64.'],
  malformed: ['The request is not one that Alexa sends.', 'See "Request and Response JSON Reference".'],
  application: ['The request is for another skill.', 'ALEXA_SKILL_ID must be the id of the skill that calls.'],
  timestamp: ['The request is too old, or from the future.', 'Check the clock of this machine.'],
} as const;

export type Refused = keyof typeof refusals;

/** A refusal as Alexa's documents ask: discarded, with a 400; 503 where the fault may heal by itself and isn't the sender's. */
export function refused(reason: Refused): Received {
  const [message, hint] = refusals[reason];
  const heals = reason === 'certificate_unreachable';
  return {
    kind: 'refused',
    reason,
    ack: {
      status: heals ? 503 : 400,
      headers: { 'content-type': 'application/json', ...(heals ? { 'retry-after': '10' } : {}) },
      body: JSON.stringify({ error: { code: reason, message, hint } }),
    },
  };
}
