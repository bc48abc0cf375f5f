import { SNSClient } from '@aws-sdk/client-sns';

/** Tries once: SNS knows no message for one it has sent before. Apart from the other clients, as only what sends short messages loads it. */
export const snsClient = () =>
  new SNSClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 500, requestTimeout: 15_000, throwOnRequestTimeout: true } });
