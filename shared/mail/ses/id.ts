/** The Message-ID that SES gives a message (SES developer guide, "header fields"): its id at the region's name, or `email` in us-east-1. */
export const idOf = (messageId: string, region: string): string => `<${messageId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
