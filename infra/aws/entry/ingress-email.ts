import { emailDoor } from '../doors/email.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes the mail that is brought here, and acknowledges it once it is kept. */
export const handler = ingressFunction([emailDoor]);
