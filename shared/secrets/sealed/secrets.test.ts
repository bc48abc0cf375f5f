import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { StorageFailed } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { unkindStore } from '../../store/unkind.ts';
import type { Keeper } from '../keeper.ts';
import { type SecretsSubject, secretsContract } from '../secrets.contract.ts';
import { SecretUnreadable } from '../secrets.ts';
import { unkindSecrets } from '../unkind.ts';
import { localKeeper } from './local-keeper.ts';
import { sealedSecrets } from './secrets.ts';
import { openStoreFolder, type StoreFolder } from './store-folder.contract.ts';

const key = randomBytes(32).toString('base64');

async function open(storeOf: (store: Store) => Store = (store) => store): Promise<SecretsSubject> {
  const { store, clock, atRest, close } = openStoreFolder();
  const secrets = () => sealedSecrets(storeOf(store), localKeeper({ key }), { clock });
  return { secrets: secrets(), clock, another: async () => secrets(), atRest, close };
}

secretsContract('Sealed secrets', () => open());

for (const seed of [1, 2, 3]) {
  secretsContract(`Sealed secrets, their store unkind ${seed},`, () => open((store) => unkindStore(store, seed)), { kind: false });
  secretsContract(
    `Sealed secrets, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, secrets: unkindSecrets(subject.secrets, seed), another: async () => unkindSecrets(await subject.another(), seed + 100) };
    },
    { kind: false },
  );
}

function fresh(): StoreFolder {
  const folder = openStoreFolder();
  onTestFinished(() => folder.close());
  return folder;
}

it('opens what the former key sealed, and needs it no more once it has been read', async () => {
  const { store, clock } = fresh();
  const [former, present] = [key, randomBytes(32).toString('base64')];
  await sealedSecrets(store, localKeeper({ key: former }), { clock }).put('a', '1');
  const alone = () => sealedSecrets(store, localKeeper({ key: present }), { clock });
  await expect(alone().get('a')).rejects.toBeInstanceOf(SecretUnreadable);
  await expect(alone().put('b', '2')).rejects.toMatchObject({ code: 'secret_unreadable' });
  const both = sealedSecrets(store, localKeeper({ key: present, former: [former] }), { clock });
  expect(await both.get('a')).toBe('1');
  expect(await alone().get('a')).toBe('1');
});

it('can be set anew, after a rotation, where the key was lost', async () => {
  const { store, clock } = fresh();
  await sealedSecrets(store, localKeeper({ key }), { clock }).put('a', '1');
  const secrets = sealedSecrets(store, localKeeper({ key: randomBytes(32).toString('base64') }), { clock });
  await secrets.rotate();
  await secrets.put('b', '2');
  expect(await secrets.get('b')).toBe('2');
  await expect(secrets.get('a')).rejects.toBeInstanceOf(SecretUnreadable);
  await secrets.put('a', '3');
  expect(await secrets.get('a')).toBe('3');
});

it('tells when a value was changed, or put in the place of another', async () => {
  const { store, clock, database } = fresh();
  const secrets = sealedSecrets(store, localKeeper({ key }), { clock });
  await secrets.put('a', 'of a');
  await secrets.put('b', 'of b');
  const rewrite = database.prepare("UPDATE records SET value = ? WHERE collection = 'secrets' AND key = ?");
  const recordOf = (name: string) => String(database.prepare("SELECT value FROM records WHERE collection = 'secrets' AND key = ?").get(name)?.value);
  const [a, b] = [recordOf('a'), recordOf('b')];
  for (const changed of [
    b,
    a.replace(/"sealed":"./, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`),
    a.replace(/"sealed":"[^"]*"/, '"sealed":""'),
  ]) {
    await database.write(() => rewrite.run(changed, 'a'));
    await expect(secrets.get('a')).rejects.toBeInstanceOf(SecretUnreadable);
  }
  await database.write(() => rewrite.run(a, 'a'));
  expect(await secrets.get('a')).toBe('of a');
});

it('asks the keeper seldom, and again after an hour, when it may say no', async () => {
  const { store, clock } = fresh();
  const local = localKeeper({ key });
  let asked = 0;
  let isOff = false;
  const keeper: Keeper = {
    make: () => local.make(),
    async unwrap(wrapped) {
      asked++;
      if (isOff) throw new StorageFailed('A data key', new Error('disabled'));
      return local.unwrap(wrapped);
    },
  };
  await sealedSecrets(store, local, { clock }).put('a', '1');
  const secrets = sealedSecrets(store, keeper, { clock });
  await Promise.all(Array.from({ length: 20 }, () => secrets.get('a')));
  expect(asked).toBe(1);
  isOff = true;
  await clock.advance(3_599_999);
  expect(await secrets.get('a')).toBe('1');
  await clock.advance(1);
  await expect(secrets.get('a')).rejects.toBeInstanceOf(StorageFailed);
  isOff = false;
  expect(await secrets.get('a')).toBe('1');
});
