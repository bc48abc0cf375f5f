import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { AwsError } from '../../../test/aws/json-service.ts';
import { type Kms, startKms } from '../../../test/aws/kms.ts';
import { access } from '../../../test/aws/listening.ts';
import { moto } from '../../../test/aws/moto.ts';
import { StorageFailed } from '../../errors.ts';
import { dynamodbStore } from '../../store/dynamodb/store.ts';
import type { Store } from '../../store/store.ts';
import { unkindStore } from '../../store/unkind.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { localKeeper } from '../sealed/local-keeper.ts';
import { sealedSecrets } from '../sealed/secrets.ts';
import { openStoreFolder, type StoreFolder } from '../sealed/store-folder.contract.ts';
import { type SecretsSubject, secretsContract } from '../secrets.contract.ts';
import { SecretUnreadable } from '../secrets.ts';
import { unkindSecrets } from '../unkind.ts';
import { kmsKeeper } from './kms-keeper.ts';

let kms: Kms;
let dynamodb: DynamoDb;
beforeAll(async () => {
  [kms, dynamodb] = await Promise.all([startKms(), startDynamoDb()]);
});
afterAll(async () => {
  await Promise.all([kms.close(), dynamodb.close()]);
});

/** As on AWS: in the table, by a key of KMS. */
async function open(storeOf: (store: Store) => Store = (store) => store): Promise<SecretsSubject> {
  const clock = manualClock();
  const { client } = dynamodb;
  const name = await dynamodb.table();
  const keyId = await kms.key();
  const secrets = () => sealedSecrets(storeOf(dynamodbStore({ client, name }, { clock })), kmsKeeper({ kms: kms.client, keyId }), { clock });
  return {
    secrets: secrets(),
    clock,
    another: async () => secrets(),
    async atRest() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
      return Items.map((item) =>
        Object.values(item)
          .map((value) => value.S ?? value.N)
          .join(' '),
      ).join('\n');
    },
    async close() {},
  };
}

secretsContract('Secrets sealed by KMS', () => open());

for (const seed of [1, 2]) {
  secretsContract(`Secrets sealed by KMS, their store unkind ${seed},`, () => open((store) => unkindStore(store, seed)), { kind: false });
  secretsContract(
    `Secrets sealed by KMS, unkind ${seed},`,
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

it('asks KMS once for many secrets, and for one more hour not again', async () => {
  const { store, clock } = fresh();
  const keeper = kmsKeeper({ kms: kms.client, keyId: await kms.key() });
  const first = sealedSecrets(store, keeper, { clock });
  const asked = () => [kms.asked.get('GenerateDataKey') ?? 0, kms.asked.get('Decrypt') ?? 0];
  const [made, opened] = asked();
  for (let i = 0; i < 10; i++) await first.put(`n${i}`, 'x');
  const second = sealedSecrets(store, keeper, { clock });
  for (let i = 0; i < 10; i++) await second.get(`n${i}`);
  expect(asked()).toEqual([(made ?? 0) + 1, (opened ?? 0) + 1]);
});

it('opens what a key sealed after that was rotated, and after another took its place', async () => {
  const { store, clock } = fresh();
  const [former, present] = [await kms.key(), await kms.key()];
  await sealedSecrets(store, kmsKeeper({ kms: kms.client, keyId: former }), { clock }).put('a', '1');
  await kms.rotate(former);
  const secrets = sealedSecrets(store, kmsKeeper({ kms: kms.client, keyId: present }), { clock });
  expect(await secrets.get('a')).toBe('1');
  await secrets.rotate();
  expect(await secrets.get('a')).toBe('1');
  await kms.enable(former, false);
  expect(await sealedSecrets(store, kmsKeeper({ kms: kms.client, keyId: present }), { clock }).get('a')).toBe('1');
});

it('says StorageFailed while KMS says no or nothing, and SecretUnreadable for what no key of it sealed', async () => {
  const { store, clock } = fresh();
  const keyId = await kms.key();
  const secrets = () => sealedSecrets(store, kmsKeeper({ kms: kms.connect({ maxAttempts: 1 }), keyId }), { clock });
  await secrets().put('a', '1');
  for (const name of ['ThrottlingException', 'AccessDeniedException', 'KMSInternalException']) {
    kms.fail('Decrypt', new AwsError(name, 'no', name === 'KMSInternalException' ? 500 : 400));
    await expect(secrets().get('a'), name).rejects.toBeInstanceOf(StorageFailed);
  }
  expect(await secrets().get('a')).toBe('1');
  const nowhere = new KMSClient({ ...access, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });
  await expect(sealedSecrets(store, kmsKeeper({ kms: nowhere, keyId }), { clock }).get('a')).rejects.toBeInstanceOf(StorageFailed);
  await expect(kmsKeeper({ kms: kms.client, keyId }).unwrap('kms.AAAA')).rejects.toBeInstanceOf(SecretUnreadable);
  await expect(sealedSecrets(store, localKeeper({ key: 'x' }), { clock }).get('a')).rejects.toBeInstanceOf(SecretUnreadable);
});

// moto opens with a disabled key too.
it.skipIf(moto)('says StorageFailed while its key is disabled', async () => {
  const { store, clock } = fresh();
  const keyId = await kms.key();
  const secrets = () => sealedSecrets(store, kmsKeeper({ kms: kms.client, keyId }), { clock });
  await secrets().put('a', '1');
  await kms.enable(keyId, false);
  await expect(secrets().get('a')).rejects.toMatchObject({ code: 'storage_failed', cause: { name: 'DisabledException' } });
  await kms.enable(keyId, true);
  expect(await secrets().get('a')).toBe('1');
});
