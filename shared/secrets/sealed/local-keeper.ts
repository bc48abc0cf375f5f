import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Keeper } from '../keeper.ts';
import { SecretUnreadable } from '../secrets.ts';
import { seal, unseal } from './seal.ts';

const context = 'bellhop/secrets/data-key';

/** Keeps data keys under the installation's key; `former` ones still open, and what they wrapped is wrapped by the present one from then on. */
export function localKeeper({ key, former = [] }: { readonly key: string; readonly former?: readonly string[] }): Keeper {
  const present = holderOf(key);
  const holders = [present, ...former.map(holderOf)];
  const wrap = (plain: Buffer, { id, secret } = present) => `local.${id}.${seal(plain, secret, context).toString('base64url')}`;

  return {
    async make() {
      const plain = randomBytes(32);
      return { plain, wrapped: wrap(plain) };
    },
    async unwrap(wrapped) {
      const [kind, id, sealed = ''] = wrapped.split('.');
      const holder = kind === 'local' ? holders.find((one) => one.id === id) : undefined;
      if (!holder) throw new SecretUnreadable('A data key', 'the installation has another key (BELLHOP_KEY) than the one that wrapped it');
      const plain = unseal(Buffer.from(sealed, 'base64url'), holder.secret, context);
      if (!plain) throw new SecretUnreadable('A data key', 'it was changed');
      return { plain, wrapped: holder === present ? wrapped : wrap(plain) };
    },
  };
}

/** What is derived of an installation's key: to wrap with, and a name that tells nothing of it. */
function holderOf(key: string): { readonly id: string; readonly secret: Buffer } {
  return {
    id: createHmac('sha256', key).update('bellhop/secrets/id').digest('hex').slice(0, 16),
    secret: Buffer.from(hkdfSync('sha256', key, '', 'bellhop/secrets/wrap', 32)),
  };
}
