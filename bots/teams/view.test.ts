import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import type { PersonId } from '../../shared/people/person.ts';
import type { Action } from '../../shared/reply/action.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { publicIssuer } from '../../test/platforms/teams/issuer.ts';
import { activityProblem } from '../../test/platforms/teams/outgoing.ts';
import { ann, bob, conversations, tenantId } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { teamsReceive } from './receive.ts';
import { render } from './render.ts';

const place: Place = { channel: 'teams', bot: 'main', tenant: tenantId, conversation: conversations.group.id, user: 'ann', via: { userId: ann.id } };
const home = ({ id }: { readonly id: string }) => ({ channel: 'teams', bot: 'main', tenant: tenantId, user: id, via: { userId: id } });
const button = (label: string, more: Partial<Action> = {}): Action => ({ label, command: label.toLowerCase(), args: { which: '1' }, ...more });
const approval = reply('Ann asks: deploy. It waits for a yes.', { actions: [button('Approve'), button('Refuse')], concerns: [home(bob), home(bob)] });

let teams: TeamsPlatform;
beforeAll(async () => {
  teams = await startTeams();
});
afterAll(() => teams.close());

type Refresh = { readonly action: { readonly verb: string; readonly data: object }; readonly userIds: readonly string[] };
function cardOf(answer: Reply, at = place): { readonly refresh?: Refresh | undefined; readonly body: unknown } {
  const messages = render(answer, { place: at, locale: 'en', token: (n) => `token-${n}` });
  expect(messages.flatMap(({ activity }) => activityProblem(JSON.stringify({ ...activity, channelId: 'msteams', from: { id: 'b' } })) ?? [])).toEqual(
    [],
  );
  const [attachment] = (messages[0]?.activity.attachments ?? [{}]) as readonly { readonly content: ReturnType<typeof cardOf> }[];
  return attachment?.content ?? { body: [] };
}
/** What a client is given that asks for it so. */
async function refreshed({ refresh }: ReturnType<typeof cardOf>, trigger: 'automatic' | 'manual' = 'automatic') {
  const { appId, env, url, says } = teams;
  const receive = teamsReceive({
    appId,
    issuer: publicIssuer,
    metadataUrl: env.TEAMS_OPENID_METADATA_URL ?? '',
    serviceUrls: [url],
    clock: { now: Date.now },
    fetch,
  });
  const received = await receive(
    teams.request(says.execute('r1', '', { value: { action: { type: 'Action.Execute', ...refresh?.action }, trigger } })),
  );
  return { kind: received.kind, answer: 'ack' in received ? JSON.parse(received.ack.body ?? 'null') : null };
}
const labels = (card: unknown) => [...JSON.stringify(card).matchAll(/"type":"Action.Submit","title":"(\w+)"/g)].map(([, label]) => label);

describe('a card whose buttons concern some of a group', () => {
  it('has them in the view of those alone, which their clients fetch by themselves and others when they are asked to', async () => {
    const { refresh, ...card } = cardOf(approval);
    expect(labels(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain('waits for a yes');
    expect(refresh?.userIds).toEqual([bob.id]);
    for (const trigger of ['automatic', 'manual'] as const) {
      const { kind, answer } = await refreshed({ refresh, ...card }, trigger);
      expect([kind, answer.statusCode, answer.type]).toEqual(['nothing', 200, 'application/vnd.microsoft.card.adaptive']);
      expect(labels(answer.value)).toEqual(['Approve', 'Refuse']);
      expect(JSON.stringify(answer.value)).toContain('"bellhop":"token-1"');
      expect(JSON.stringify(answer.value)).toContain('waits for a yes');
    }
  });

  it('shows a question to one of them alone to them', () => {
    const only = 'teams/t/ann' as PersonId;
    const card = cardOf(reply('Shall I?', { asks: true, actions: [button('Yes', { only }), button('No', { only })] }));
    expect([card.refresh?.userIds, labels({ ...card, refresh: {} })]).toEqual([[ann.id], []]);
    // Nobody waits for what isn't a question: it is not worth a call for each look at it.
    expect(cardOf(reply('Done', { actions: [button('Undo', { only })] }))).not.toHaveProperty('refresh');
    expect(cardOf(reply('Shall I?', { asks: true, actions: [button('Yes', { only }), button('Other')] }))).not.toHaveProperty('refresh');
  });

  it.each<[string, Reply, Place?]>([
    ['between two', approval, { ...place, direct: true }],
    ['for one person’s eyes', { ...approval, visibility: 'private' }],
    ['of people some of whom Teams doesn’t know', { ...approval, concerns: [home(bob), { ...home(ann), channel: 'slack' }] }],
    ['of another tenant', { ...approval, concerns: [{ ...home(bob), tenant: 'other' }] }],
    ['of more than 60 people', { ...approval, concerns: Array.from({ length: 61 }, (_, n) => home({ id: `29:${n}` })) }],
    ['of nobody in particular', { ...approval, concerns: [] }],
    ['too large to stand there twice', { ...approval, text: 'x'.repeat(30_000) }],
  ])('%s has them for all', (_, answer, at) => {
    const messages = render(answer, { place: at ?? place, locale: 'en', token: String });
    expect(labels(messages)).toEqual(['Approve', 'Refuse']);
    expect(JSON.stringify(messages)).not.toContain('"refresh"');
  });

  it('is asked for in vain where it is none of ours', async () => {
    for (const data of [{}, { bellhop: null }, { bellhop: { view: 'x' } }, { bellhop: { view: { type: 'Other' } } }])
      expect(await refreshed({ body: [], refresh: { action: { verb: 'bellhop:view', data }, userIds: [] } })).toMatchObject({
        kind: 'nothing',
        answer: { statusCode: 400 },
      });
    const { refresh } = cardOf(approval);
    expect(
      (await refreshed({ body: [], refresh: { userIds: [], action: { ...refresh?.action, verb: 'x', data: refresh?.action.data ?? {} } } })).answer
        .statusCode,
    ).toBe(400);
  });
});
