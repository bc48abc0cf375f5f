import type { Clock } from '../../../shared/clock.ts';
import { SettingsError } from '../../../shared/errors.ts';
import { sealedSecrets } from '../../../shared/secrets/sealed/secrets.ts';
import type { Secrets } from '../../../shared/secrets/secrets.ts';
import type { Store } from '../../../shared/store/store.ts';

/** Tenants' secrets where none may be opened: they can be deleted, and that is all. */
export function unopened(store: Store, clock: Clock): Secrets {
  const no = () => Promise.reject(new SettingsError('A way in opens no secret.'));
  return sealedSecrets(store, { make: no, unwrap: no }, { clock });
}
