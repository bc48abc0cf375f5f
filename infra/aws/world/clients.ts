import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { secretsManager } from '../../../shared/secrets/aws/ask-secret.ts';
import { endpointOf } from '../deploy/services.ts';

/**
 * The SDK's clients, with the region and the credentials that a function has. Where the services are, the SDK's own variables say (AWS_ENDPOINT_URL_…). Each call has a
 * deadline of its own, all tries together, which its driver knows; these are for one try, ms.
 */
const within = (requestTimeout: number) => ({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout, throwOnRequestTimeout: true },
});

/** A try that takes longer is likely to be lost: they answer in some milliseconds. Two fit into the time that a platform waits. */
const quickMs = 900;
const slowMs = 4_000;

/** `requestMs`: for who reads much at once, from far away. */
export const dynamodbClient = (requestMs = quickMs) => new DynamoDBClient(within(requestMs));
/** By its own endpoint, whatever host is in a queue's address. */
export const sqsClient = () => new SQSClient({ ...within(quickMs), useQueueUrlAsEndpoint: false });
export const kmsClient = () => new KMSClient(within(quickMs));
export const lambdaClient = () => new LambdaClient(within(quickMs));
export const schedulerClient = () => new SchedulerClient(within(slowMs));
export const s3Client = () => new S3Client(within(slowMs));
/** Tries once: SES knows no message for one it has sent before. */
export const sesClient = () => new SESv2Client({ ...within(30_000), maxAttempts: 1 });

/** Asks Secrets Manager by what a client of the table has. */
export const secretsBy = (client: DynamoDBClient) => secretsManager({ client, endpoint: secretsManagerIn, random: Math.random });

/** Where it is, as the SDK's own variables say, or AWS's. */
export function secretsManagerIn(region: string): string {
  const { AWS_ENDPOINT_URL_SECRETS_MANAGER: own, AWS_ENDPOINT_URL: all } = process.env;
  return own || all || `https://${endpointOf('secretsmanager', region)}`;
}
