import { webhookPath } from './receive.ts';

/** What a Page must tell the Meta app: what people write, and what they press. */
export const subscribedFields = ['messages', 'messaging_postbacks'] as const;

/** The address that Meta calls. `base`: BELLHOP_URL. */
export const callbackOf = (base: string) => `${base.replace(/\/+$/, '')}${webhookPath}`;
