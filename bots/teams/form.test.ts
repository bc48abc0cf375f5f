import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receive } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { fieldOf } from '../../shared/command/form.ts';
import type { Param } from '../../shared/command/kind.ts';
import * as kinds from '../../shared/command/kinds/index.ts';
import type { Form, FormField } from '../../shared/reply/form.ts';
import { cardProblems, filledIn } from '../../test/platforms/teams/card.ts';
import { publicIssuer } from '../../test/platforms/teams/issuer.ts';
import { activityProblem } from '../../test/platforms/teams/outgoing.ts';
import { ann, conversations } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { teamsReceive } from './receive.ts';
import { render } from './render.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const place = { channel: 'teams', bot: 'main', tenant: 't', conversation: 'a:1' };
const question = 'Q'.repeat(22);
const formOf = (fields: readonly FormField[], over: Partial<Form> = {}): Form => ({
  command: 'book',
  title: 'Book',
  fields,
  given: {},
  question,
  ...over,
});

function shown(form: Form, words = 'Which?', locale = 'en') {
  const messages = render({ text: words, asks: true, form }, { place, locale, token: () => '' });
  expect(messages).toHaveLength(1);
  const [attachment] = (messages[0]?.activity.attachments ?? []) as readonly { content: { body: Record<string, unknown>[] } }[];
  return { card: attachment?.content, body: attachment?.content.body ?? [], activity: messages[0]?.activity };
}
const inputsOf = (form: Form) => shown(form).body.filter(({ type }) => String(type).startsWith('Input.'));

let teams: TeamsPlatform;
let receive: Receive;
beforeAll(async () => {
  teams = await startTeams({ now: () => now });
  const metadataUrl = teams.env.TEAMS_OPENID_METADATA_URL ?? '';
  receive = teamsReceive({ appId: teams.appId, issuer: publicIssuer, metadataUrl, serviceUrls: [teams.url], clock: { now: () => now }, fetch });
});
afterAll(() => teams.close());

async function told(value: object, over: object = {}): Promise<readonly Inbound[]> {
  const received = await receive(teams.request(teams.says.submit('s1', '', { value, ...over })));
  return received.kind === 'inbound' ? received.inbound : [];
}
const valuesOf = async (value: object) => {
  const [one] = await told(value);
  return one?.said.kind === 'form' ? one.said.values : undefined;
};

// biome-ignore lint/suspicious/noExplicitAny: a list of parameters of any kinds.
const every: readonly (readonly [string, Param<any>, unknown, string])[] = [
  ['text', kinds.text(), 'a {{DATE()}} <at>x</at>', 'Input.Text'],
  ['integer', kinds.integer({ min: 1, max: 5_000 }), 1_234, 'Input.Number'],
  ['number', kinds.number(), 1.125, 'Input.Number'],
  ['percent', kinds.percent({ min: 0, max: 100 }), 12.125, 'Input.Number'],
  ['money', kinds.money(), { minor: 1_250, currency: 'EUR' }, 'Input.Text'],
  ['date', kinds.date({ min: '2026-01-01' }), '2026-12-24', 'Input.Date'],
  ['dateTime', kinds.dateTime(), { at: Date.parse('2026-12-24T17:30:00Z'), timeZone: 'Europe/Berlin' }, 'Input.Date'],
  ['duration', kinds.duration(), { ms: 5_400_000 }, 'Input.Text'],
  ['choice', kinds.choice({ of: ['day', 'week'] }), 'week', 'Input.ChoiceSet'],
  ['yesNo', kinds.yesNo(), true, 'Input.Toggle'],
  ['url', kinds.url(), 'https://example.com/', 'Input.Text'],
  ['email', kinds.email(), 'kim@example.com', 'Input.Text'],
  ['phone', kinds.phone(), '+4930123456', 'Input.Text'],
  ['person', kinds.person(), { by: 'name', name: 'Kim' }, 'Input.Text'],
  ['choices', kinds.list(kinds.choice({ of: ['a b', 'c', 'd'] })), ['a b', 'd'], 'Input.ChoiceSet'],
  ['addresses', kinds.list(kinds.url()), ['https://a.example/', 'https://b.example/'], 'Input.Text'],
  ['timeZone', kinds.timeZone(), 'Europe/Berlin', 'Input.Text'],
];

describe('a form of each kind', () => {
  it.each(every)('%s: its own input, and what stands in it comes back as the value it was', async (_, param, value, type) => {
    const form = formOf([{ ...fieldOf('x', param), initial: param.print(value) }]);
    expect(inputsOf(form)[0]?.type).toBe(type);
    expect(activityProblem(JSON.stringify({ ...shown(form).activity, channelId: 'msteams', from: { id: 'b' } }))).toBeNull();
    const words = (await valuesOf(filledIn(shown(form).card, {})))?.x ?? '';
    for (const locale of ['en', 'de'])
      expect(param.parse(words, { saidAt: now, timeZone: 'Europe/Berlin', locale }), `${words} in ${locale}`).toEqual({ ok: true, value });
  });

  it.each(every)('%s: empty, and with what does not fit in it, is still a card that Teams takes', (_, param) => {
    for (const initial of [undefined, '', 'whatever', '9'.repeat(400)]) {
      const field = fieldOf('x', param);
      expect(
        cardProblems(shown(formOf([initial === undefined ? field : { ...field, initial, error: `“${initial}” is none. Try *another*.` }])).card),
      ).toEqual([]);
    }
  });

  it('says of a toggle nobody touched nothing: it is no answer', async () => {
    const asked = formOf([fieldOf('x', kinds.yesNo({ optional: true }))]);
    expect(inputsOf(asked)).toMatchObject([{ type: 'Input.ChoiceSet', choices: [{ value: 'yes' }, { value: 'no' }] }]);
    expect(await valuesOf(filledIn(shown(asked).card, {}))).toEqual({});
    const given = formOf([fieldOf('x', kinds.yesNo({ default: true }))]);
    expect(await valuesOf(filledIn(shown(given).card, { x: 'no' }))).toEqual({ x: 'no' });
  });

  it('takes a day and a time of day together, or the one that was given', async () => {
    const { card } = shown(formOf([fieldOf('x', kinds.dateTime())]));
    expect(await valuesOf(filledIn(card, { 'date:x': '2026-12-24', 'time:x': '18:30' }))).toEqual({ x: '2026-12-24T18:30' });
    expect(await valuesOf(filledIn(card, { 'time:x': '18:30' }))).toEqual({ x: '18:30' });
  });
});

describe('a form', () => {
  const text = (name: string, over: Partial<FormField> = {}): FormField => ({
    name,
    label: `The ${name}`,
    ask: `Which ${name}?`,
    optional: false,
    ...over,
  });

  it('names what it is for, shows what was given, and says below an input what is wrong with it', () => {
    const { body } = shown(formOf([text('room', { error: 'There is no such room.' }), text('day')], { given: { size: '*big*' } }), 'Which room?');
    const kinds = body.map(({ type, label }) => label ?? type);
    expect(kinds).toEqual(['RichTextBlock', 'RichTextBlock', 'FactSet', 'The room', 'RichTextBlock', 'The day', 'ActionSet']);
    expect(JSON.stringify(body[4])).toMatch(/There is no such room.*Attention/);
    expect(body[3]).toMatchObject({ isRequired: true, placeholder: 'Which room?', errorMessage: 'This is needed.' });
    expect(shown(formOf([text('day')]), 'Wann?', 'de').body).toContainEqual(expect.objectContaining({ errorMessage: 'Das wird gebraucht.' }));
  });

  it('that would not fit into one card is no form: its question is asked in words', () => {
    const messages = render(
      { text: 'Which?', form: formOf(Array.from({ length: 400 }, (_, i) => text(`p${i}`))) },
      { place, locale: 'en', token: () => '' },
    );
    expect(messages).toEqual([{ activity: { type: 'message', text: 'Which?', textFormat: 'plain' } }]);
  });

  it('that is sent is its command’s, with the question it answers; nobody needs to be mentioned for it', async () => {
    const value = filledIn(shown(formOf([text('room'), text('day')])).card, { room: ' attic ', day: '' });
    const [one, second] = await told(value, { conversation: conversations.group });
    expect(second).toBeUndefined();
    expect(one).toMatchObject({
      said: { kind: 'form', command: 'book', question, values: { room: 'attic' } },
      from: { user: ann.aadObjectId },
      place: { conversation: conversations.group.id, message: 'card-1' },
    });
  });

  it.each<readonly [string, object]>([
    ['no form', {}],
    ['nothing', { bellhop: null }],
    ['no question', { bellhop: { form: 'book' } }],
    ['no text for a name', { bellhop: { form: 7, question } }],
    ['a name that is too long', { bellhop: { form: 'x'.repeat(101), question } }],
  ])('is nothing when Teams tells of %s', async (_, value) => expect(await told(value, { text: '' })).toEqual([]));

  it('takes texts, numbers and truths for values, under names of its own form alone', async () => {
    const value = {
      bellhop: { form: 'book', question },
      'number:a': 1.125,
      'words:b': true,
      'words:c': { x: 1 },
      'words:': 'x',
      d: 'x',
      'else:e': 'x',
      'words:__proto__': 'x',
    };
    expect(Object.entries((await valuesOf(value)) ?? {})).toEqual([
      ['a', '1.1250'],
      ['b', 'yes'],
      ['__proto__', 'x'],
    ]);
  });
});
