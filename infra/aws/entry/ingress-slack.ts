import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { slackDoor } from '../doors/slack.ts';
import { ingressFunction } from '../world/ingress.ts';
import { unopened } from '../world/unopened.ts';

/** Takes what Slack sends, and acknowledges it once it is kept. Where a workspace takes the app out, its token goes. */
export const handler = ingressFunction([slackDoor], {
  keptIn(table, clock) {
    const store = dynamodbStore(table, { clock });
    return { store, secrets: unopened(store, clock) };
  },
});
