import { teamsDoor } from '../doors/teams.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what Teams sends, and acknowledges it once it is kept. */
export const handler = ingressFunction([teamsDoor]);
