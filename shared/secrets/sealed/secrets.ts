import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { collection, type Store, VersionConflict } from '../../store/store.ts';
import type { Keeper } from '../keeper.ts';
import { checkSecretName, type Secrets, SecretTooLarge, SecretUnreadable, secretBytesMax } from '../secrets.ts';
import { type DataKey, keyRing } from './ring.ts';
import { seal, unseal } from './seal.ts';

/** A value as the store has it: the id of its data key, and the sealed bytes. */
interface Sealed {
  readonly name: string;
  readonly keyId: string;
  readonly sealed: string;
}

const secretRecords = collection<Sealed>('secrets', { indexes: { byName: ({ name }) => ({ partition: 'all', sort: name }) } });

/** Sorts after every name that begins with what stands before it. */
const last = '\uffff';

/**
 * Secrets sealed in the store by data keys (AES-256-GCM), which a keeper holds: the installation's key on one machine, KMS on AWS. The name is sealed in with the value,
 * so that none can be put in another's place.
 */
export function sealedSecrets(store: Store, keeper: Keeper, { clock }: { readonly clock: Clock }): Secrets {
  const ring = keyRing(store, keeper, clock);

  return {
    async get(name) {
      checkSecretName(name);
      const stored = await store.get(secretRecords, name);
      if (!stored) return null;
      const value = opened(stored.value, name, await ring.byId(stored.value.keyId));
      await sealAnew(name, value, stored.value.keyId, stored.version);
      return value;
    },

    async put(name, value) {
      checkSecretName(name);
      if (Buffer.byteLength(value) > secretBytesMax) throw new SecretTooLarge(name);
      await store.put(secretRecords, name, sealedOf(name, value, await ring.current()));
    },

    async delete(name) {
      checkSecretName(name);
      await store.delete(secretRecords, name);
    },

    async list(prefix, options = {}) {
      const bounds = prefix === '' ? {} : { from: prefix, to: prefix + last };
      const { items, next } = await store.query(secretRecords, { index: 'byName', partition: 'all', ...bounds, ...options });
      return { names: items.map(({ value }) => value.name), next };
    },

    rotate: () => ring.rotate(),
  };

  /** What fails of it is done when it is next read. */
  async function sealAnew(name: string, value: string, keyId: string, version: number): Promise<void> {
    try {
      if (keyId === (await ring.currentId())) return;
      await store.put(secretRecords, name, sealedOf(name, value, await ring.current()), { expect: version });
    } catch (cause) {
      if (!(cause instanceof VersionConflict || cause instanceof StorageFailed || cause instanceof SecretUnreadable)) throw cause;
    }
  }
}

const contextOf = (name: string, keyId: string) => `bellhop/secret\n${keyId}\n${name}`;

function sealedOf(name: string, value: string, { id, plain }: DataKey): Sealed {
  // As JSON, so that text which is no Unicode comes back as it was.
  return { name, keyId: id, sealed: seal(Buffer.from(JSON.stringify(value)), plain, contextOf(name, id)).toString('base64url') };
}

function opened({ keyId, sealed }: Sealed, name: string, key: Buffer): string {
  const plain = unseal(Buffer.from(sealed, 'base64url'), key, contextOf(name, keyId));
  if (!plain) throw new SecretUnreadable(`The secret ${name}`, 'it was changed where it lies');
  return String(JSON.parse(plain.toString()));
}
