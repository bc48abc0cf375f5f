import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  type KMSClientConfig,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { AwsError, type JsonService, jsonService, textOf } from './json-service.ts';
import { access } from './listening.ts';
import { moto } from './moto.ts';

interface Key {
  readonly id: string;
  /** The newest last: a rotated key still opens what the former material sealed. */
  readonly material: Buffer[];
  isEnabled: boolean;
}

export interface Kms extends JsonService {
  readonly client: KMSClient;
  connect(config?: KMSClientConfig): KMSClient;
  /** Makes a symmetric key and answers its ARN. */
  key(): Promise<string>;
  /** New material for a key, as its yearly rotation. */
  rotate(arn: string): Promise<void>;
  enable(arn: string, isEnabled: boolean): Promise<void>;
}

const idOf = (idOrArn: string) => idOrArn.slice(idOrArn.lastIndexOf('/') + 1);
const arnOf = (id: string) => `arn:aws:kms:${access.region}:000000000000:key/${id}`;

/**
 * KMS's stand-in, in memory: GenerateDataKey (AES_256) and Decrypt, by id or ARN, with real encryption that is bound to the context. It has no grants, policies, aliases,
 * limits, nor any other operation: those are refused.
 */
export async function startKms(): Promise<Kms> {
  const keys = new Map<string, Key>();

  function usable(idOrArn: string): Key {
    const key = keys.get(idOf(idOrArn));
    if (!key) throw new AwsError('NotFoundException', `Key '${idOrArn}' does not exist`);
    if (!key.isEnabled) throw new AwsError('DisabledException', `${arnOf(key.id)} is disabled.`);
    return key;
  }

  const service = await jsonService('kms', {
    GenerateDataKey(input) {
      const key = usable(textOf(input, 'KeyId'));
      if (input.KeySpec !== 'AES_256') throw new AwsError('ValidationException', 'This stand-in makes data keys of AES_256 alone.');
      const plain = randomBytes(32);
      const generation = key.material.length - 1;
      const iv = randomBytes(12);
      const sealing = createCipheriv('aes-256-gcm', key.material[generation] ?? Buffer.alloc(0), iv).setAAD(contextOf(input));
      const sealed = Buffer.concat([sealing.update(plain), sealing.final()]);
      const blob = Buffer.concat([Buffer.from(key.id), Buffer.from([generation]), iv, sealing.getAuthTag(), sealed]);
      return { KeyId: arnOf(key.id), Plaintext: plain.toString('base64'), CiphertextBlob: blob.toString('base64') };
    },

    Decrypt(input) {
      const blob = Buffer.from(textOf(input, 'CiphertextBlob'), 'base64');
      const found = keys.get(blob.toString('utf8', 0, 36));
      if (!found) throw new AwsError('InvalidCiphertextException', '');
      const key = usable(found.id);
      if (typeof input.KeyId === 'string' && !input.KeyId.endsWith(key.id))
        throw new AwsError('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.');
      try {
        const opening = createDecipheriv('aes-256-gcm', key.material[blob[36] ?? 0] ?? Buffer.alloc(32), blob.subarray(37, 49), {
          authTagLength: 16,
        });
        opening.setAAD(contextOf(input)).setAuthTag(blob.subarray(49, 65));
        const plain = Buffer.concat([opening.update(blob.subarray(65)), opening.final()]);
        return { KeyId: arnOf(key.id), Plaintext: plain.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      } catch {
        throw new AwsError('InvalidCiphertextException', '');
      }
    },
  });

  const clients: KMSClient[] = [];
  const connect = (config: KMSClientConfig = {}): KMSClient => {
    const client = new KMSClient({ ...access, endpoint: service.endpoint, ...config });
    clients.push(client);
    return client;
  };
  const client = connect();
  const own = moto
    ? keysOf(client)
    : {
        async key() {
          const id = randomUUID();
          keys.set(id, { id, material: [randomBytes(32)], isEnabled: true });
          return arnOf(id);
        },
        rotate: async (arn: string) => void usable(arn).material.push(randomBytes(32)),
        async enable(arn: string, isEnabled: boolean) {
          const key = keys.get(idOf(arn));
          if (key) key.isEnabled = isEnabled;
        },
      };
  return {
    ...service,
    ...own,
    client,
    connect,
    async close() {
      for (const one of clients) one.destroy();
      await service.close();
    },
  };
}

/** What the service itself offers for it; moto knows a key by its id there. */
const keysOf = (client: KMSClient): Pick<Kms, 'key' | 'rotate' | 'enable'> => ({
  key: async () => (await client.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '',
  rotate: async (arn) => void (await client.send(new RotateKeyOnDemandCommand({ KeyId: idOf(arn) }))),
  async enable(arn, isEnabled) {
    const key = { KeyId: idOf(arn) };
    await client.send(isEnabled ? new EnableKeyCommand(key) : new DisableKeyCommand(key));
  },
});

/** The context whatever the order of its names. */
const contextOf = ({ EncryptionContext = {} }: { readonly EncryptionContext?: unknown }): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(EncryptionContext as Record<string, string>).sort()));
