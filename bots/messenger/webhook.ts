/** What a Page must tell the Meta app: what people write, and what they press. */
export const subscribedFields = ['messages', 'messaging_postbacks'] as const;
