import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { lambdaInvoke } from '../../../shared/aws/invoke.ts';
import { signedPosts } from '../../../shared/aws/signed.ts';
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

/** What the ways in ask of services beside: by what a client of the table has. */
export const secretsBy = (client: DynamoDBClient) => secretsManager(signedBy(client, 'secretsmanager'));
export const invokeBy = (client: DynamoDBClient) => lambdaInvoke(signedBy(client, 'lambda'));

const signedBy = (client: DynamoDBClient, service: SignedService) =>
  signedPosts({ client, service, endpoint: (region) => addressOf(service, region), random: Math.random });

/** What the SDK's variable for a service's address ends with. */
const ownVariable = { secretsmanager: 'SECRETS_MANAGER', lambda: 'LAMBDA' } as const;
type SignedService = keyof typeof ownVariable;

/** Where a service is: as the SDK's variables say, else AWS's. */
export function addressOf(service: SignedService, region: string): string {
  const { env } = process;
  return env[`AWS_ENDPOINT_URL_${ownVariable[service]}`] || env.AWS_ENDPOINT_URL || `https://${endpointOf(service, region)}`;
}
