/** What a stage stands on in its region, as people call it, and what its endpoint's name begins with. `type`: as types of resources have it. */
export const services = [
  { name: 'API Gateway', type: 'ApiGatewayV2', endpoint: 'apigateway' },
  { name: 'CloudFormation', type: 'CloudFormation', endpoint: 'cloudformation' },
  { name: 'CloudWatch', type: 'CloudWatch', endpoint: 'monitoring' },
  { name: 'CloudWatch Logs', type: 'Logs', endpoint: 'logs' },
  { name: 'DynamoDB', type: 'DynamoDB', endpoint: 'dynamodb' },
  { name: 'EventBridge Scheduler', type: 'Scheduler', endpoint: 'scheduler' },
  { name: 'KMS', type: 'KMS', endpoint: 'kms' },
  { name: 'Lambda', type: 'Lambda', endpoint: 'lambda' },
  { name: 'S3', type: 'S3', endpoint: 's3' },
  { name: 'Secrets Manager', type: 'SecretsManager', endpoint: 'secretsmanager' },
  { name: 'SNS', type: 'SNS', endpoint: 'sns' },
  { name: 'SQS', type: 'SQS', endpoint: 'sqs' },
  { name: 'X-Ray', type: 'XRay', endpoint: 'xray' },
] as const;

/** Where mail is sent from, for a stage that has some. */
export const mailService = { name: 'SES', type: 'SES', endpoint: 'email' } as const;

/** AWS General Reference, "AWS service endpoints": a service has a name in each region that it is in. */
export const endpointOf = (service: string, region: string) => `${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
