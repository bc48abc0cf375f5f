/**
 * What AWS publishes of how its parts scale, by default. Read on copies of its pages, not on AWS's own: compare them before you rely on one.
 * Lambda: docs.aws.amazon.com/lambda/latest/dg/{scaling-behavior,services-sqs-scaling,gettingstarted-limits}.html
 * DynamoDB: docs.aws.amazon.com/amazondynamodb/latest/developerguide/{on-demand-capacity-mode,warm-throughput,gsi-throttling,ServiceQuotas}.html
 * EventBridge Scheduler: docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html
 */
export const quotas = {
  lambda: {
    /** Concurrent runs of an account in a region. */
    account: 1_000,
    /** New sandboxes a second of one function: 1,000 in 10 s. */
    newPerSecond: 100,
    /** An event source of a standard queue begins with so many events at once, adds so many a second while messages wait, and has so many at most. */
    pollers: { first: 5, morePerSecond: 300 / 60, most: 1_250 },
  },
  dynamodb: {
    /** A new on-demand table, and each of its indexes. */
    writes: 4_000,
    reads: 12_000,
    /** Twice what it was asked before at most, within this. */
    doublesInS: 1_800,
    /** Of one partition, a second. */
    partitionWrites: 1_000,
    /** Of one table, a second: in most regions; can be raised. */
    tableWrites: 40_000,
  },
  scheduler: { creates: 250, invocations: 500 },
} as const;
