import { smsDoor } from '../doors/sms.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what Twilio sends, and acknowledges it once it is kept. */
export const handler = ingressFunction([smsDoor]);
