import { messengerDoor } from '../doors/messenger.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what Messenger sends, and acknowledges it once it is kept. */
export const handler = ingressFunction([messengerDoor]);
