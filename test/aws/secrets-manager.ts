import { randomBytes, randomUUID } from 'node:crypto';
import { SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { AwsError, type JsonService, jsonService, textOf } from './json-service.ts';
import { access } from './listening.ts';

interface Secret {
  readonly arn: string;
  readonly name: string;
  /** By version id. */
  readonly versions: Map<string, { readonly text: string; readonly stages: Set<string> }>;
}

export interface SecretsManager extends JsonService {
  readonly client: SecretsManagerClient;
  connect(config?: SecretsManagerClientConfig): SecretsManagerClient;
}

const [current, previous] = ['AWSCURRENT', 'AWSPREVIOUS'];

/**
 * Secrets Manager's stand-in, in memory: CreateSecret, PutSecretValue, GetSecretValue and DescribeSecret, by name or ARN, with versions and their staging labels. Text alone;
 * no deletion, policies, replicas, rotation by a function, nor any other operation: those are refused.
 */
export async function startSecretsManager(): Promise<SecretsManager> {
  const secrets: Secret[] = [];

  function found(input: Record<string, unknown>): Secret {
    const id = textOf(input, 'SecretId');
    const secret = secrets.find(({ arn, name }) => id === arn || id === name);
    if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  }

  /** Keeps a version under its label: the one that had AWSCURRENT becomes AWSPREVIOUS, and what has no label any more is gone. */
  function put({ arn, name, versions }: Secret, input: Record<string, unknown>): object {
    const [VersionId, text] = [typeof input.ClientRequestToken === 'string' ? input.ClientRequestToken : randomUUID(), textOf(input, 'SecretString')];
    if (Buffer.byteLength(text) > 65_536) throw new AwsError('InvalidParameterException', 'The secret value is longer than 65536 bytes.');
    const known = versions.get(VersionId);
    if (known && known.text !== text)
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${VersionId} because that value is already in use for a version of secret ${arn}.`,
      );
    if (!known) {
      for (const version of versions.values()) version.stages.delete(previous);
      for (const version of versions.values()) if (version.stages.delete(current)) version.stages.add(previous);
      versions.set(VersionId, { text, stages: new Set([current]) });
      for (const [id, version] of versions) if (version.stages.size === 0) versions.delete(id);
    }
    return { ARN: arn, Name: name, VersionId, VersionStages: [...(versions.get(VersionId)?.stages ?? [])] };
  }

  const service = await jsonService('secretsmanager', {
    CreateSecret(input) {
      const name = textOf(input, 'Name');
      if (!/^[\w/+=.@-]{1,512}$/.test(name))
        throw new AwsError(
          'ValidationException',
          'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
        );
      if (secrets.some((secret) => secret.name === name))
        throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
      const arn = `arn:aws:secretsmanager:${access.region}:000000000000:secret:${name}-${randomBytes(3).toString('hex')}`;
      const secret: Secret = { arn, name, versions: new Map() };
      const answer = put(secret, input);
      secrets.push(secret);
      return answer;
    },
    PutSecretValue: (input) => put(found(input), input),
    GetSecretValue(input) {
      const { arn, name, versions } = found(input);
      const stage = typeof input.VersionStage === 'string' ? input.VersionStage : current;
      const [id, version] =
        [...versions].find(([id, { stages }]) => (typeof input.VersionId === 'string' ? id === input.VersionId : stages.has(stage))) ?? [];
      if (!version) {
        const which = typeof input.VersionId === 'string' ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`;
        throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${which}`);
      }
      return { ARN: arn, Name: name, VersionId: id, SecretString: version.text, VersionStages: [...version.stages] };
    },
    DescribeSecret(input) {
      const { arn, name, versions } = found(input);
      return { ARN: arn, Name: name, VersionIdsToStages: Object.fromEntries([...versions].map(([id, { stages }]) => [id, [...stages]])) };
    },
  });

  const clients: SecretsManagerClient[] = [];
  const connect = (config: SecretsManagerClientConfig = {}): SecretsManagerClient => {
    const client = new SecretsManagerClient({ ...access, endpoint: service.endpoint, ...config });
    clients.push(client);
    return client;
  };
  return {
    ...service,
    client: connect(),
    connect,
    async close() {
      for (const one of clients) one.destroy();
      await service.close();
    },
  };
}
