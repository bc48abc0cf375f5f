export const webhookPath = '/sms/webhook';

/** The address that Twilio calls. `base`: BELLHOP_URL. */
export const addressOf = (base: string) => `${base.replace(/\/+$/, '')}${webhookPath}`;
