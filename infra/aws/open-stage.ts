import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Env } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { errorOf, SettingsError } from '../../shared/errors.ts';
import { stageSettings } from '../../shared/secrets/aws/stage-settings.ts';
import { awsSettings } from './environment.ts';
import { prefixOf } from './queues.ts';
import { dynamodbClient, lambdaClient, secretsBy } from './world/clients.ts';
import { given } from './world/given.ts';

/** A stage, as who may read its settings knows it. */
export interface OpenStage {
  /** `bellhop-prod`. */
  readonly where: string;
  /** The variables of its functions, which name all its parts. */
  readonly variables: Env;
  /** What its secret holds: all else that is set. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The function that may touch all that a stage has: it knows where that is. */
const knowing = 'run-quick';

/**
 * A stage by the credentials that the SDK finds. `stage`: its name; without one `env` has the variables that its functions have. Throws SettingsError when there is none, or it can't
 * be asked.
 */
export async function openStage(env: Env, stage: string | undefined, clock: Clock): Promise<OpenStage> {
  const variables = stage === undefined ? env : { ...env, ...(await variablesOf(stage)) };
  const secret = given(variables, awsSettings.secret);
  const settings = await stageSettings({ ask: secretsBy(dynamodbClient()), secretId: secret, clock, failed() {} }).read();
  if (settings.BELLHOP_KEY === undefined)
    throw new SettingsError(`The secret ${secret} has no BELLHOP_KEY.`, 'Put it back: what is sealed by it is lost without it.');
  return { where: prefixOf(variables[awsSettings.stage.name] ?? stage ?? ''), variables, settings };
}

async function variablesOf(stage: string): Promise<Env> {
  const FunctionName = `${prefixOf(stage)}-${knowing}`;
  try {
    const { Environment } = await lambdaClient().send(new GetFunctionConfigurationCommand({ FunctionName }));
    return Environment?.Variables ?? {};
  } catch (cause) {
    const { name, message } = errorOf(cause);
    if (name === 'ResourceNotFoundException')
      throw new SettingsError(
        `There is no stage ${stage} here: no function ${FunctionName}.`,
        'Name one that is deployed, and its region in AWS_REGION.',
      );
    throw new SettingsError(
      `AWS can't be asked for the stage ${stage}: ${message.replace(/\.$/, '')}.`,
      'Give credentials and a region as the AWS command line takes them (AWS_PROFILE, AWS_REGION).',
    );
  }
}
