import { own } from '#own';
import { ownDoor } from '../doors/own.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what people's own channels are sent, and acknowledges it once it is kept. */
export const handler = ingressFunction(own.channels.map(ownDoor));
