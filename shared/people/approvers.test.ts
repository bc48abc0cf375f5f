import { expect, it } from 'vitest';
import { flowWorld } from '../../test/flow-world.ts';
import { approversOf } from './approvers.ts';
import { type Person, type PersonId, people } from './person.ts';

const base = { role: 'member', locale: 'en', timeZone: 'UTC' } as const;
const named = (id: string, over: Partial<Person> = {}): Person => ({ ...base, id: id as PersonId, ...over });

it('who may approve is found in each tenant of a person, once, with what they may there, and never the person', async ({ onTestFinished }) => {
  const { store, close } = flowWorld({ commands: [] });
  onTestFinished(() => close());
  const ada = named('slack/t/ada', { role: 'admin', identities: ['telegram/b/ada' as PersonId] });
  const carl = named('telegram/b/carl', { role: 'admin', identities: ['slack/t/carl', 'slack/t/carl2'] as PersonId[] });
  for (const one of [
    ada,
    named('telegram/b/ada', { role: 'admin', linkedTo: ada.id }),
    carl,
    named('slack/t/carl', { role: 'operator', linkedTo: carl.id }),
    named('slack/t/carl2', { role: 'operator', linkedTo: carl.id }),
    named('slack/t/bob', { groups: ['ops'] }),
    named('slack/t/eve', { role: 'operator' }),
    named('slack/t/kim'),
    named('slack/other/zoe', { role: 'admin' }),
  ])
    await store.put(people, one.id, one);
  const found = async (...asked: Parameters<typeof approversOf> extends [unknown, ...infer A] ? A : never) =>
    (await approversOf(store, ...asked)).map(({ person }) => person.id).sort();
  expect(await found(ada, 'operator')).toEqual(['slack/t/eve', 'telegram/b/carl']);
  expect(await found(ada, { groups: ['ops'] })).toEqual(['slack/t/bob', 'telegram/b/carl']);
  expect(await found(named('slack/t/kim'), 'operator')).toEqual(['slack/t/ada', 'slack/t/eve', 'telegram/b/carl']);
  expect(await found(ada, 'member')).toEqual([]);
});
