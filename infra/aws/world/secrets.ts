import type { Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import { kmsKeeper } from '../../../shared/secrets/aws/kms-keeper.ts';
import type { Keeper } from '../../../shared/secrets/keeper.ts';
import { sealedSecrets } from '../../../shared/secrets/sealed/secrets.ts';
import type { Secrets } from '../../../shared/secrets/secrets.ts';
import type { Store } from '../../../shared/store/store.ts';
import { awsSettings } from '../environment.ts';
import { kmsClient } from './clients.ts';
import { given } from './given.ts';

/** Tenants' secrets, sealed in the table by data keys of KMS. A function that may not use the key hears so (SettingsError) when it first needs it. */
export function openSecrets(env: Env, store: Store, clock: Clock): Secrets {
  let keeper: Keeper | undefined;
  const opened = () => {
    keeper ??= kmsKeeper({ kms: kmsClient(), keyId: given(env, awsSettings.key) });
    return keeper;
  };
  return sealedSecrets(store, { make: async () => opened().make(), unwrap: async (wrapped) => opened().unwrap(wrapped) }, { clock });
}
