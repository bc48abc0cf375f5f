import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ann, conversations, tenantId } from './teams/says.ts';
import { startTeams, type TeamsPlatform } from './teams.ts';

let platform: TeamsPlatform;
let now = 1_900_000_000_000;
beforeEach(async () => {
  platform = await startTeams({ now: () => now });
});
afterEach(() => platform.close());

const { id: place } = conversations.personal;
const message = (over: object = {}) => ({ type: 'message', text: 'x', channelId: 'msteams', from: { id: `28:${platform.appId}` }, ...over });
const card = (body: unknown, over: object = {}) =>
  message({
    text: undefined,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.5', body, ...over } }],
  });
const button = (title: string) => ({ type: 'Action.Submit', title, data: { bellhop: 't' } });

interface Answer {
  readonly status: number;
  readonly json: { readonly id?: string; readonly error?: { readonly code: string; readonly message: string } };
}

async function call(path: string, body: object, { method = 'POST', bearer = platform.bearer() } = {}): Promise<Answer> {
  const response = await fetch(`${platform.serviceUrl}v3/conversations${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}
const send = (body: object, options?: { bearer?: string }) => call(`/${encodeURIComponent(place)}/activities`, body, options);

it('the stand-in takes what Teams takes, and names it', async () => {
  const { status, json } = await send(message());
  expect([status, json.id]).toEqual([201, expect.any(String)]);
  expect(platform.calls.at(-1)?.problem).toBeUndefined();
  expect(await call(`/${encodeURIComponent(place)}/activities/${json.id}`, message({ text: 'y' }), { method: 'PUT' })).toMatchObject({ status: 200 });
});

describe('the stand-in refuses as Teams does', () => {
  it.each<[string, () => object, number, string]>([
    ['no text and no attachment', () => message({ text: ' ' }), 400, 'neither text nor attachment'],
    ['another type', () => message({ type: 'trace' }), 400, 'type trace'],
    ['a format of its own', () => message({ textFormat: 'html' }), 400, 'textFormat html'],
    ['another channel', () => message({ channelId: 'slack' }), 400, 'channelId'],
    ['nobody’s message', () => message({ from: undefined }), 400, 'no from'],
    ['a mention nobody asked for', () => message({ entities: [{ type: 'mention' }] }), 400, 'entities'],
    ['an at mark', () => message({ text: 'hello <at>all</at>' }), 400, 'at mark'],
    ['a quote', () => message({ text: '<quoted messageId="1"/>' }), 400, 'quote'],
    ['an at mark in a card', () => card([{ type: 'TextBlock', text: '<at>all</at>' }]), 400, 'at mark'],
    ['a date that a client works out', () => card([{ type: 'TextBlock', text: '{{DATE(2017-02-14T06:08:39Z)}}' }]), 400, 'client would work out'],
    ['more than 100 KB in UTF-16', () => message({ text: 'x'.repeat(51_200) }), 413, 'too large'],
    ['an attachment of another kind', () => message({ attachments: [{ contentType: 'image/png' }] }), 400, 'no object'],
    ['a card without a body', () => card([]), 400, 'the card is empty'],
    ['a card of a newer version', () => card([{ type: 'TextBlock', text: 'x' }], { version: '1.6' }), 400, "version can't be 1.6"],
    ['an element that Teams lacks', () => card([{ type: 'Media' }]), 400, "Media can't stand here"],
    ['a member that nobody knows', () => card([{ type: 'TextBlock', text: 'x', shiny: true }]), 400, "can't have shiny"],
    ['a block without text', () => card([{ type: 'TextBlock', text: '' }]), 400, 'no text'],
    ['a row that is too short', () => card([{ type: 'Table', columns: [{}, {}], rows: [{ type: 'TableRow', cells: [] }] }]), 400, 'needs a cell'],
    ['a picture over http', () => card([{ type: 'Image', url: 'http://a.example/a.png' }]), 400, 'https'],
    ['a button without a title', () => card([{ type: 'ActionSet', actions: [button('')] }]), 400, 'needs a title'],
    ['seven buttons in a set', () => card([{ type: 'ActionSet', actions: Array(7).fill(button('x')) }]), 400, '1 to 6 actions'],
  ])('%s', async (_, body, status, problem) => {
    const answer = await send(body());
    expect(answer).toMatchObject({ status, json: { error: { message: expect.stringContaining(problem) } } });
    expect(platform.calls.at(-1)?.problem).toContain(problem);
  });

  it('a token that it didn’t give, or that has ended', async () => {
    expect(await send(message(), { bearer: 'none' })).toMatchObject({ status: 401 });
    const bearer = platform.bearer();
    now += 3_600_000;
    expect(await send(message(), { bearer })).toMatchObject({ status: 401 });
  });

  it('an edit of what isn’t there, or is elsewhere', async () => {
    const { json } = await send(message());
    expect(await call(`/${encodeURIComponent(place)}/activities/1`, message(), { method: 'PUT' })).toMatchObject({ status: 404 });
    expect(await call(`/elsewhere/activities/${json.id}`, message(), { method: 'PUT' })).toMatchObject({ status: 404 });
  });

  it.each([
    ['nobody', { members: [] }],
    ['two people', { members: [ann, ann] }],
    ['a group', { isGroup: true }],
    ['no tenant', { tenantId: undefined }],
    ['another bot', { bot: { id: '28:another' } }],
  ])('a conversation with %s', async (_, over) => {
    const wanted = { bot: { id: `28:${platform.appId}` }, members: [{ id: ann.id }], tenantId, ...over };
    expect(await call('', wanted)).toMatchObject({ status: 400 });
  });

  it('what goes beyond its rates in a conversation: 7 in a second, 8 in two', async () => {
    for (let n = 0; n < 7; n++) expect((await send(message())).status).toBe(201);
    expect(await send(message())).toMatchObject({ status: 429, json: { error: { code: 'TooManyRequests' } } });
    now += 1_000;
    expect((await send(message())).status).toBe(201);
    expect((await send(message())).status).toBe(429);
    now += 1_000;
    expect((await send(message())).status).toBe(201);
  });

  it('what goes beyond its rate in all: 50 in a second', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 51; n++) statuses.push((await call(`/c${n}/activities`, message())).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(50);
    expect(statuses.at(-1)).toBe(429);
  });
});
