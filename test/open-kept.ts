import { randomBytes } from 'node:crypto';
import type { ChannelKept } from '../shared/channel/channel.ts';
import { localKeeper } from '../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../shared/secrets/sealed/secrets.ts';
import { openStoreFolder } from '../shared/secrets/sealed/store-folder.contract.ts';

/** What a channel keeps, over the real embedded drivers in a folder of its own. */
export function openKept() {
  const { store, clock, atRest, close } = openStoreFolder();
  const key = randomBytes(32).toString('base64');
  return {
    clock,
    /** As after a start: nothing is remembered but what is kept. */
    kept: (): ChannelKept => ({ store, secrets: sealedSecrets(store, localKeeper({ key }), { clock }) }),
    atRest,
    close,
  };
}

export type OpenKept = ReturnType<typeof openKept>;
