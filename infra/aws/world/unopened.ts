import type { Table } from '../../../shared/aws/table.ts';
import type { ChannelKept } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import { SettingsError } from '../../../shared/errors.ts';
import { sealedSecrets } from '../../../shared/secrets/sealed/secrets.ts';
import type { Secrets } from '../../../shared/secrets/secrets.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Store } from '../../../shared/store/store.ts';

/** Tenants' secrets where none may be opened: they can be deleted, and that is all. */
function unopened(store: Store, clock: Clock): Secrets {
  const no = () => Promise.reject(new SettingsError('A way in opens no secret.'));
  return sealedSecrets(store, { make: no, unwrap: no }, { clock });
}

/** What a way in may keep. */
export function keptUnopened(table: Table, clock: Clock): ChannelKept {
  const store = dynamodbStore(table, { clock });
  return { store, secrets: unopened(store, clock) };
}
