import type { Channel, Published } from '../../shared/channel/channel.ts';
import type { GraphApi } from './api.ts';
import { profileOf } from './menu.ts';
import { subscribedFields } from './webhook.ts';

/** Sets the Page's Messenger profile, and subscribes the app to what people write to the Page. Where Meta calls us a person sets: it takes a token of the app's, which we don't have. */
export function publisher(api: GraphApi, callback: string): NonNullable<Channel['publish']> {
  return async (commands, signal) => {
    const profile = profileOf(commands);
    const items = profile.persistent_menu.flatMap(({ call_to_actions }) => call_to_actions).length;
    if (items > 0) await api.call('POST', 'me/messenger_profile', profile, signal);
    await api.call('POST', 'me/subscribed_apps', { subscribed_fields: subscribedFields.join() }, signal);
    const where: Published = {
      state: 'left',
      what: callback.startsWith('https://')
        ? `The webhook, in the Meta app under Messenger, with the MESSENGER_VERIFY_TOKEN and the fields ${subscribedFields.join(' and ')}: ${callback}`
        : `The webhook: Meta calls https alone, not ${callback}`,
    };
    return [
      { state: 'done', what: `${items} commands are in the menu` },
      { state: 'done', what: 'The Page tells what people write and press' },
      where,
    ];
  };
}
