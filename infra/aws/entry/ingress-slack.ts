import { slackDoor } from '../doors/slack.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what Slack sends, and acknowledges it once it is kept. */
export const handler = ingressFunction([slackDoor]);
