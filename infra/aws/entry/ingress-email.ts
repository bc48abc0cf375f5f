import { emailDoor } from '../doors/email.ts';
import { ingressFunction } from '../world/ingress.ts';
import { keptUnopened } from '../world/unopened.ts';

/** Takes the mail that is brought here, and acknowledges it once it is kept, with what is attached to it. */
export const handler = ingressFunction([emailDoor], { keptIn: keptUnopened });
