import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { called } from '../../aws/call.ts';
import type { Keeper } from '../keeper.ts';
import { SecretUnreadable } from '../secrets.ts';

export interface KmsKeeperOptions {
  readonly kms: Pick<KMSClient, 'send'>;
  /** The ARN of the key that wraps new data keys. What another wrapped opens as long as that key is enabled and this function may use it. */
  readonly keyId: string;
}

/** Bound to each data key, and shown in KMS's log: nothing else that the KMS key sealed can pose as one. */
const EncryptionContext = { use: 'bellhop/secrets' };

/** KMS's errors that no waiting mends. */
const unreadable = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** Keeps data keys by a KMS key, which never leaves KMS; that its material is rotated every year needs nothing here. */
export function kmsKeeper({ kms, keyId }: KmsKeeperOptions): Keeper {
  return {
    async make() {
      const ask = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext });
      const { Plaintext, CiphertextBlob } = await called('A data key', (abortSignal) => kms.send(ask, { abortSignal }));
      if (!Plaintext || !CiphertextBlob) throw new TypeError('KMS made a data key that is none.');
      return { plain: Buffer.from(Plaintext), wrapped: `kms.${Buffer.from(CiphertextBlob).toString('base64url')}` };
    },

    async unwrap(wrapped) {
      const [kind, blob = ''] = wrapped.split('.');
      if (kind !== 'kms') throw new SecretUnreadable('A data key', 'it was not wrapped by KMS');
      const ask = new DecryptCommand({ CiphertextBlob: Buffer.from(blob, 'base64url'), EncryptionContext });
      const answer = await called('A data key', (abortSignal) => kms.send(ask, { abortSignal }).catch(nullIfUnreadable));
      if (!answer) throw new SecretUnreadable('A data key', 'KMS says that it was changed, or is for another use');
      const { Plaintext } = answer;
      if (!Plaintext) throw new TypeError('KMS opened a data key that is none.');
      return { plain: Buffer.from(Plaintext), wrapped };
    },
  };
}

function nullIfUnreadable(cause: unknown): null {
  if (cause instanceof Error && unreadable.has(cause.name)) return null;
  throw cause;
}
