import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpAnswer, Receive, Received } from '../../shared/channel/channel.ts';
import { fieldOf } from '../../shared/command/form.ts';
import * as kinds from '../../shared/command/kinds/index.ts';
import type { Form } from '../../shared/reply/form.ts';
import { cardProblems, filledIn } from '../../test/platforms/teams/card.ts';
import { publicIssuer } from '../../test/platforms/teams/issuer.ts';
import { ann, conversations, tenantId } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { busy } from './answer.ts';
import { teamsReceive } from './receive.ts';

let now = Date.parse('2026-03-01T12:00:00Z');
const clock = { now: () => now };
let teams: TeamsPlatform;
let receive: Receive;
beforeAll(async () => {
  teams = await startTeams({ now: () => now });
  const metadataUrl = teams.env.TEAMS_OPENID_METADATA_URL ?? '';
  receive = teamsReceive({ appId: teams.appId, issuer: publicIssuer, metadataUrl, serviceUrls: [teams.url], clock, fetch });
});
afterAll(() => teams.close());

type Taken = Extract<Received, { readonly kind: 'inbound' }>;
async function taken(activity: unknown): Promise<Taken> {
  const received = await receive(teams.request(activity));
  if (received.kind !== 'inbound') throw new Error(`expected an inbound, got ${JSON.stringify(received)}`);
  return received;
}
const one = async (activity: unknown) => (await taken(activity)).inbound[0];
const bodyOf = ({ status, body = '' }: HttpAnswer) => ({ status, ...JSON.parse(body) });
const tokenOf = async (html: string, command = 'check:site') => {
  const said = (await one(teams.says.chosen('e1', command, html)))?.said;
  return said?.kind === 'action' ? said.token : undefined;
};

describe('a command chosen on a message', () => {
  it('is pressed with the words of the message, asked aside of the others there, and told where its answer comes', async () => {
    const { inbound, ack } = await taken(teams.says.chosen('e1', 'check:site', '<div>https://a.example/</div>'));
    expect(inbound).toMatchObject([
      {
        place: { tenant: tenantId, conversation: '19:channel@thread.tacv2', user: ann.aadObjectId, aside: true, via: { userId: ann.id } },
        said: { kind: 'action', token: 'check|site=https://a.example/' },
      },
    ]);
    expect(inbound[0]?.place).not.toHaveProperty('thread');
    expect(bodyOf(ack)).toEqual({ status: 200, task: { type: 'message', value: 'On it. The answer comes in our chat.' } });
    const german = await taken(teams.says.chosen('e2', 'check:site', 'x', { locale: 'de-DE' }));
    expect(bodyOf(german.ack).task.value).toBe('Bin dabei. Die Antwort kommt in unserem Chat.');
  });

  it('between two people is not taken for said to us alone', async () => {
    const place = (await one(teams.says.chosen('e3', 'check:site', 'x', { conversation: conversations.personal })))?.place;
    expect(place).toMatchObject({ aside: true });
    expect(place).not.toHaveProperty('direct');
  });

  it.each([
    ['<p>Is <a href="https://a.example/x?a=1&amp;b=2" title="y">this</a> up?</p>', 'Is https://a.example/x?a=1&b=2 up?'],
    ['<a href="http://a.example">a.example</a>', 'a.example'],
    ['<div>one</div><div>two<br>three &lt;b&gt; <emoji alt="😀"></emoji></div>', 'one\ntwo\nthree <b> 😀'],
    ['<at id="0">Bob</at>&nbsp;said &quot;no&quot;', 'Bob said "no"'],
    ['<a title=1>bare</a> <a href="https://b.example">', 'bare'],
  ])('%s is read as %s', async (html, words) => {
    expect(await tokenOf(html, 'say:words')).toBe(`say|words=${words.replaceAll('=', '\\=')}`);
  });

  it('of a message without words names its command alone, and of a long one keeps as much as fits, in whole characters', async () => {
    expect(await tokenOf('<attachment id="1"></attachment>')).toBe('check');
    const long = (await tokenOf(`${'x'.repeat(899)}😀😀`)) ?? '';
    expect(long.length < 1_000 && long.isWellFormed()).toBe(true);
    for (const body of [undefined, null, {}, { content: 7 }])
      expect((await one(teams.says.chosen('e4', '', '', { value: { commandId: 'check:site', messagePayload: { body } } })))?.said).toEqual({
        kind: 'action',
        token: 'check',
      });
  });

  it('made of nothing but marks is read in no time', async () => {
    const startedAt = performance.now();
    for (const mark of ['<a href="', '<', '&', '<a href="x">', '="'])
      await receive(teams.request(teams.says.chosen('e5', 'check:site', mark.repeat(200_000 / mark.length))));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it.each(['', 'check', ':site', `${'x'.repeat(300)}:site`, 7, null])('called %s is none of ours', async (commandId) => {
    expect(await receive(teams.request(teams.says.chosen('e6', '', 'x', { value: { commandId } })))).toMatchObject({ kind: 'nothing' });
  });

  it('told again, as Teams tells it when it is answered late, is the same one', async () => {
    const told = await taken(teams.says.chosen('r1', 'check:site', 'x'));
    now += 5_000;
    const again = await taken(teams.says.chosen('r2', 'check:site', 'x'));
    expect(again.inbound[0]?.key).toBe(told.inbound[0]?.key);
    expect((await one(teams.says.chosen('r3', 'check:site', 'y')))?.key).not.toBe(told.inbound[0]?.key);
  });

  it('is told in its own form that there is too much to do', async () => {
    const inbound = await one(teams.says.chosen('e7', 'check:site', 'x'));
    if (!inbound) throw new Error('none');
    expect(bodyOf(busy(inbound))).toEqual({ status: 200, task: { type: 'message', value: expect.stringContaining('too busy') } });
  });
});

describe('what is missing', () => {
  const form: Form = {
    command: 'remind',
    title: 'Remind you of something',
    fields: [fieldOf('when', kinds.dateTime()), fieldOf('often', kinds.text({ optional: true }))],
    given: { what: 'water <at>them</at> {{x}}' },
  };

  it('is asked for in a dialog, and what is filled in there is the command, with what was given', async () => {
    const { form: shown } = await taken(teams.says.chosen('d1', 'remind:what', 'water'));
    const { task } = bodyOf(shown?.(form) ?? { status: 0 });
    expect(task).toMatchObject({ type: 'continue', value: { title: form.title } });
    const { content } = task.value.card;
    expect(cardProblems(content)).toEqual([]);
    const data = filledIn(content, { 'date:when': '2026-12-24', 'time:when': '18:30' });
    const { inbound, ack } = await taken(teams.says.filledIn('d2', 'remind:what', data));
    expect(inbound).toMatchObject([
      {
        place: { conversation: '19:channel@thread.tacv2', aside: true },
        said: { kind: 'form', command: 'remind', values: { ...form.given, when: '2026-12-24T18:30' } },
      },
    ]);
    expect(inbound[0]?.said).not.toHaveProperty('question');
    expect(ack).toEqual({ status: 200 });
    expect((await one(teams.says.filledIn('d3', 'remind:what', data)))?.key).toBe(inbound[0]?.key);
  });

  it.each([undefined, 7, {}, { bellhop: { form: '' } }, { bellhop: { form: 'x', question: 7 } }])(
    'a dialog of others (%j) is none of ours',
    async (data) => {
      expect(await receive(teams.request(teams.says.filledIn('d4', 'x:y', {}, { value: { commandId: 'x:y', data } })))).toMatchObject({
        kind: 'nothing',
      });
    },
  );
});
