import { slackDoor } from '../doors/slack.ts';
import { ingressFunction } from '../world/ingress.ts';
import { keptUnopened } from '../world/unopened.ts';

/** Takes what Slack sends, and acknowledges it once it is kept. Where a workspace takes the app out, its token goes. */
export const handler = ingressFunction([slackDoor], { keptIn: keptUnopened });
