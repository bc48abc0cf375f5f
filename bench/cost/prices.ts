/** A price of AWS in us-east-1, in dollars. */
export interface Price {
  readonly what: string;
  readonly usd: number;
  /** What it is for: so many of `unit`. */
  readonly per: number;
  /** One of them. */
  readonly unit: string;
  /** Given to each account each month, for all that it runs. */
  readonly free?: number;
  /** Where AWS publishes it. */
  readonly page: string;
}

const million = 1_000_000;

/** When these prices were looked up. Not from AWS's own pages, which were out of reach: compare them before you rely on a sum. */
export const knownSince = 'March to June 2026';

/** List prices beyond the first tier of a few (DynamoDB's storage, data out) are left out: they only make it cheaper. */
export const prices = {
  httpApi: { what: 'HTTP API', usd: 1, per: million, unit: 'request', page: 'https://aws.amazon.com/api-gateway/pricing/' },
  lambdaRequests: { what: 'Lambda, runs', usd: 0.2, per: million, unit: 'run', free: million, page: 'https://aws.amazon.com/lambda/pricing/' },
  lambdaTime: {
    what: 'Lambda, time (arm64)',
    usd: 0.0000133334,
    per: 1,
    unit: 'GB-s',
    free: 400_000,
    page: 'https://aws.amazon.com/lambda/pricing/',
  },
  sqs: { what: 'SQS', usd: 0.4, per: million, unit: 'request', free: million, page: 'https://aws.amazon.com/sqs/pricing/' },
  sqsFair: { what: 'SQS, fairness among tenants', usd: 0.1, per: million, unit: 'request', page: 'https://aws.amazon.com/sqs/pricing/' },
  writes: { what: 'DynamoDB, writes', usd: 0.625, per: million, unit: 'write unit', page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  reads: { what: 'DynamoDB, reads', usd: 0.125, per: million, unit: 'read unit', page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  tableStorage: { what: 'DynamoDB, storage', usd: 0.25, per: 1, unit: 'GB', free: 25, page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  tableBackup: { what: 'DynamoDB, point in time recovery', usd: 0.2, per: 1, unit: 'GB', page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  schedules: {
    what: 'EventBridge Scheduler',
    usd: 1,
    per: million,
    unit: 'invocation',
    free: 14 * million,
    page: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  blobPuts: { what: 'S3, writes', usd: 5, per: million, unit: 'request', page: 'https://aws.amazon.com/s3/pricing/' },
  blobGets: { what: 'S3, reads', usd: 0.4, per: million, unit: 'request', page: 'https://aws.amazon.com/s3/pricing/' },
  blobStorage: { what: 'S3, storage', usd: 0.023, per: 1, unit: 'GB', page: 'https://aws.amazon.com/s3/pricing/' },
  keys: { what: 'KMS, keys', usd: 1, per: 1, unit: 'key version', page: 'https://aws.amazon.com/kms/pricing/' },
  keyRequests: { what: 'KMS, requests', usd: 0.03, per: 10_000, unit: 'request', free: 20_000, page: 'https://aws.amazon.com/kms/pricing/' },
  secrets: { what: 'Secrets Manager', usd: 0.4, per: 1, unit: 'secret', page: 'https://aws.amazon.com/secrets-manager/pricing/' },
  secretRequests: {
    what: 'Secrets Manager, requests',
    usd: 0.05,
    per: 10_000,
    unit: 'request',
    page: 'https://aws.amazon.com/secrets-manager/pricing/',
  },
  logs: { what: 'CloudWatch, logs taken in', usd: 0.5, per: 1, unit: 'GB', free: 5, page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  logStorage: { what: 'CloudWatch, logs kept', usd: 0.03, per: 1, unit: 'GB', page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  metrics: {
    what: 'CloudWatch, metrics of our own',
    usd: 0.3,
    per: 1,
    unit: 'metric',
    free: 10,
    page: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  alarms: { what: 'CloudWatch, alarms', usd: 0.1, per: 1, unit: 'alarm', free: 10, page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  dashboards: { what: 'CloudWatch, dashboards', usd: 3, per: 1, unit: 'dashboard', free: 3, page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  traces: { what: 'X-Ray', usd: 5, per: million, unit: 'trace', free: 100_000, page: 'https://aws.amazon.com/xray/pricing/' },
  dataOut: { what: 'Data to the platforms', usd: 0.09, per: 1, unit: 'GB', free: 100, page: 'https://aws.amazon.com/ec2/pricing/on-demand/' },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
export const priceNames = Object.keys(prices) as readonly PriceName[]; // Its own keys.

/** Dollars for so many of a price's units. `free`: after what each account is given. */
export function costOf(name: PriceName, count: number, { free }: { readonly free: boolean } = { free: false }): number {
  const price: Price = prices[name];
  return (Math.max(0, count - (free ? (price.free ?? 0) : 0)) * price.usd) / price.per;
}
