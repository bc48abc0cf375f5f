import type { Channel } from '../../shared/channel/channel.ts';
import { webhookPath } from './receive.ts';

/** The address that mail is brought to. `base`: BELLHOP_URL. */
export const addressOf = (base: string) => `${base.replace(/\/+$/, '')}${webhookPath}`;

/** Nobody can be told by a program where mail is brought: mail servers differ. */
export const publisher =
  (base: string): NonNullable<Channel['publish']> =>
  async () => [{ state: 'left', what: `Mail that people write is brought, as it came, by POST with EMAIL_WEBHOOK_TOKEN to ${addressOf(base)}` }];
