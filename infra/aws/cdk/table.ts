import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { expiryAttribute, tableIndexes, tableKey } from '../../../shared/aws/table.ts';
import type { Stage } from './stage.ts';

const types = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;

/** Read units a second that a new table takes: warm throughput is told whole. */
const readsLeast = 12_000;

/** The one table, as the drivers declare it. What is deleted or overwritten can be had back for 35 days (point in time recovery). */
export function makeTable(scope: Construct, stage: Stage, encryptionKey: IKey): Table {
  const warm = stage.warmWrites === undefined ? {} : { warmThroughput: { readUnitsPerSecond: readsLeast, writeUnitsPerSecond: stage.warmWrites } };
  const table = new Table(scope, 'Table', {
    ...warm,
    partitionKey: { name: tableKey, type: AttributeType.STRING },
    timeToLiveAttribute: expiryAttribute,
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: stage.keepData,
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const { name, partition, sort, sortType, projection } of tableIndexes) {
    table.addGlobalSecondaryIndex({
      indexName: name,
      partitionKey: { name: partition, type: AttributeType.STRING },
      sortKey: { name: sort, type: types[sortType] },
      projectionType: ProjectionType[projection],
      ...warm,
    });
  }
  return table;
}
