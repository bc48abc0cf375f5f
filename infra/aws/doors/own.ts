import type { ChannelModule } from '../../../shared/channel/channel.ts';
import { formOf } from '../world/forms.ts';
import type { Door } from './door.ts';

/** The door of a channel of people's own: all of it, for nothing is known of what it needs to take. */
export const ownDoor = (module: ChannelModule): Door => ({
  name: module.name,
  // One written without types may leave them out.
  routes: module.routes ?? [],
  settings: module.settings,
  form: formOf,
  ...(module.severalBots && { severalBots: true }),
  open(env, tools) {
    const configured = module.configure(env, tools);
    return 'off' in configured ? { off: configured.off } : configured.on;
  },
});
