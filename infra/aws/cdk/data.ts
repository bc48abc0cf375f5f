import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type LifecycleRule as DriverRule, lifecycleRules } from '../../../shared/blobs/s3/expiry.ts';
import { acknowledge } from './acknowledge.ts';
import type { Stage } from './stage.ts';
import { makeTable } from './table.ts';

/** What is kept. */
export interface Data {
  readonly key: Key;
  readonly table: Table;
  readonly bucket: Bucket;
  readonly secret: Secret;
}

/** 256 bits: 43 characters of base64. */
const keyChars = 43;
const accessLogDays = 90;
/** The bucket's name in the template, by which cdk-nag names what is in it. */
export const blobsId = 'Blobs';

/** Table, bucket and secret, each encrypted by one key of ours. */
export function makeData(scope: Construct, stage: Stage): Data {
  const removalPolicy = stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const key = new Key(scope, 'Key', { description: `Bellhop, ${stage.name}`, enableKeyRotation: true, removalPolicy });
  return {
    key,
    table: makeTable(scope, stage, key),
    bucket: makeBucket(scope, key, removalPolicy),
    secret: makeSecret(scope, stage, key, removalPolicy),
  };
}

/** A bucket for blobs, and one for the log of who read and wrote them. */
function makeBucket(scope: Construct, encryptionKey: Key, removalPolicy: RemovalPolicy): Bucket {
  const closed = {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy,
  };
  const blobs = new Bucket(scope, 'Blobs', {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey,
    // One call of the key for many objects.
    bucketKeyEnabled: true,
    lifecycleRules: lifecycleRules.map(lifecycleRule),
  });
  const log = new Bucket(scope, 'BlobsLog', {
    ...closed,
    // S3 writes its log by its own key alone.
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ id: 'end', expiration: Duration.days(accessLogDays) }],
  });
  log.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [log.arnForObjects('*')],
      conditions: { ArnLike: { 'aws:SourceArn': blobs.bucketArn }, StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  const inner = blobs.node.defaultChild;
  if (inner instanceof CfnBucket) {
    inner.loggingConfiguration = { destinationBucketName: log.bucketName };
    inner.overrideLogicalId(blobsId);
  }
  return blobs;
}

/** A rule of the driver's, as the CDK wants it. */
function lifecycleRule({ ID, Filter, Expiration, AbortIncompleteMultipartUpload: abort }: DriverRule): LifecycleRule {
  return {
    id: ID,
    ...('Tag' in Filter ? { tagFilters: { [Filter.Tag.Key]: Filter.Tag.Value } } : {}),
    ...(Expiration ? { expiration: Duration.days(Expiration.Days) } : {}),
    ...(abort ? { abortIncompleteMultipartUploadAfter: Duration.days(abort.DaysAfterInitiation) } : {}),
  };
}

/** Begins with a BELLHOP_KEY that nobody has seen; the channels' tokens are put beside it when it is deployed. The template names none of them. */
function makeSecret(scope: Construct, stage: Stage, encryptionKey: Key, removalPolicy: RemovalPolicy): Secret {
  const secret = new Secret(scope, 'Secret', {
    description: `Bellhop, ${stage.name}: BELLHOP_KEY and the tokens of the channels, as one JSON object`,
    encryptionKey,
    removalPolicy,
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'BELLHOP_KEY', passwordLength: keyChars, excludePunctuation: true },
  });
  acknowledge(secret, 'AwsSolutions-SMG4', 'Tokens are given by the platforms, which change them only when somebody asks them to.');
  return secret;
}
