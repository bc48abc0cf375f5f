import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { FunctionPart } from './functions.ts';
import type { Stage } from './stage.ts';

/** The HTTP API, before it has routes: functions are told its address. */
export interface Door {
  readonly api: HttpApi;
  /** Where people and platforms reach the stage: https, without a slash at its end. */
  readonly url: string;
}

export function makeDoor(scope: Construct, stage: Stage): Door {
  const api = new HttpApi(scope, 'Api', { apiName: `bellhop-${stage.name}`, createDefaultStage: false });
  const log = new LogGroup(scope, 'Log-api', {
    logGroupName: `/bellhop/${stage.name}/api`,
    retention: stage.logDays satisfies RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const line = {
    id: 'contextRequestId',
    at: 'contextRequestTimeEpoch',
    route: 'contextRouteKey',
    status: 'contextStatus',
    tookMs: 'contextResponseLatency',
    error: 'contextIntegrationErrorMessage',
  } as const;
  const fields = Object.entries(line).map(([name, field]) => [name, AccessLogField[field]()]);
  new HttpStage(scope, 'ApiStage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: stage.requestsPerSecond, burstLimit: 2 * stage.requestsPerSecond },
    accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(JSON.stringify(Object.fromEntries(fields))) },
  });
  const url = stage.url?.replace(/\/+$/, '') ?? api.apiEndpoint;
  new CfnOutput(scope, 'Url', { value: url, description: 'Where people and platforms reach it' });
  return { api, url };
}

/**
 * Opens a channel's function to its platform: at its routes of the HTTP API, and at a function URL, which costs nothing a request but has no throttle of its own. Neither
 * asks who calls: the function checks what the platform signed, before anything else.
 */
export function open(scope: Construct, part: FunctionPart, made: LambdaFunction, { api }: Door, stage: Stage): void {
  if (part.trigger.kind !== 'http') return;
  const { channel, routes, skill } = part.trigger;
  // One permission for all of its routes: each is a resource, of which a stack has 500.
  const integration = new HttpLambdaIntegration(`To-${part.name}`, made, { scopePermissionToRoute: false });
  for (const { method, path } of routes) {
    for (const route of api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizer: new HttpNoneAuthorizer() }))
      acknowledge(route, 'AwsSolutions-APIG4', 'Platforms have no identity here: the function checks the signature or token of each request itself.');
  }
  const url = made.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  new CfnOutput(scope, `Url${channel[0]?.toUpperCase()}${channel.slice(1)}`, {
    value: url.url,
    description: `The same for ${channel}, without the HTTP API`,
  });
  if (skill && stage.alexaSkillId)
    made.addPermission('Skill', { principal: new ServicePrincipal('alexa-appkit.amazon.com'), eventSourceToken: stage.alexaSkillId });
}
