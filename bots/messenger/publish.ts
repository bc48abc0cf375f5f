import type { Channel, Published } from '../../shared/channel/channel.ts';
import type { GraphApi } from './api.ts';
import { subscribedFields } from './webhook.ts';

/** Subscribes the app to what people write to the Page. Where Meta calls us a person sets: it takes a token of the app's, which we don't have. */
export function publisher(api: GraphApi, callback: string): NonNullable<Channel['publish']> {
  return async (signal) => {
    await api.call('POST', 'me/subscribed_apps', { subscribed_fields: subscribedFields.join() }, signal);
    const where: Published = {
      state: 'left',
      what: callback.startsWith('https://')
        ? `The webhook, in the Meta app under Messenger, with the MESSENGER_VERIFY_TOKEN and the fields ${subscribedFields.join(' and ')}: ${callback}`
        : `The webhook: Meta calls https alone, not ${callback}`,
    };
    return [{ state: 'done', what: 'The Page tells what people write and press' }, where];
  };
}
