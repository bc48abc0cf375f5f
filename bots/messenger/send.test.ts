import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { week } from '../../test/any-chart.ts';
import type { Misbehaviour } from '../../test/platforms/messenger/misbehave.ts';
import { ada, type MessengerPlatform, otherPage, page, startMessenger } from '../../test/platforms/messenger.ts';
import { pagesOf } from './pages.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { messengerConfig } from './settings.ts';

const here: Place = { channel: 'messenger', bot: 'main', tenant: page.id, conversation: ada.id, message: 'm_1', direct: true, user: ada.id };
const { message: _, ...later } = here;
const hour = 3_600_000;

let now = 1_800_000_000_000;
let platform: MessengerPlatform;
beforeEach(async () => {
  platform = await startMessenger({ now: () => now });
  platform.says.message('m_1', 'help');
});
afterEach(() => platform.close());

/** `callMs`: the deadline of a call, so that time-outs are quick. */
async function answer(what: Reply, place: Place = here, env = platform.env, callMs = 5_000) {
  const config = messengerConfig(env);
  if (!config) throw new Error('no settings');
  const send = sender(pagesOf(config, callMs));
  const sent: unknown[] = [];
  for (const message of render(what, { place, locale: 'en', timeZone: 'UTC', token: (n) => `go|n=${n}` }))
    sent.push(await send(JSON.parse(JSON.stringify(message)), place, { signal: new AbortController().signal, key: 'k.1', acceptedAt: now }));
  return sent;
}

async function refusal(place: Place = here, env = platform.env, callMs?: number): Promise<SendFailed> {
  const failed = await answer(reply('hi'), place, env, callMs).then(
    () => null,
    (cause) => cause,
  );
  if (!(failed instanceof SendFailed)) throw new Error(`expected a refusal, got ${failed}`);
  return failed;
}

describe('a chart', () => {
  it('is drawn and sent along, and told in words after it', async () => {
    await answer(reply('A week', { chart: week }));
    expect(platform.calls).toMatchObject([
      {
        status: 200,
        body: { recipient: { id: ada.id }, message: { attachment: { type: 'image' } }, filedata: { name: 'chart.png', type: 'image/png' } },
      },
      { status: 200, body: { message: { text: expect.stringMatching(/^A week\n\nLine chart: Response time\. Mon 120/) } } },
    ]);
  }, 20_000);

  it('that can’t be drawn is its numbers', async () => {
    await answer(reply('', { chart: { ...week, title: '東京' } }));
    expect(platform.sent()).toMatchObject([{ text: expect.stringMatching(/^東京\n• Mon · p95 \(ms\): 120/) }]);
  });
});

describe('a table', () => {
  const table = (word: string) => ({
    columns: [word, 'Status', 'Took', 'Since'].map((title) => ({ title })),
    rows: [['example.org', 'up', '120', 'Monday']],
  });

  it('of many columns is drawn and sent along, and what it shows is said in words', async () => {
    await answer(reply('All sites', { table: table('Site') }));
    expect(platform.calls).toMatchObject([
      { status: 200, body: { message: { attachment: { type: 'image' } }, filedata: { type: 'image/png' } } },
      { status: 200, body: { message: { text: 'All sites\n\nTable of 1 row: Site, Status, Took, Since' } } },
    ]);
  }, 20_000);

  it('that can’t be drawn is its lines', async () => {
    await answer(reply('All sites', { table: table('東京') }));
    expect(platform.sent()).toMatchObject([{ text: 'All sites\n\n• example.org · Status: up · Took: 120 · Since: Monday' }]);
  });
});

describe('a message', () => {
  it('goes from the Page that was written to, as an answer, and its name comes back', async () => {
    expect(await answer(reply('up'))).toEqual([{ message: 'm_sent-1' }]);
    expect(platform.calls).toMatchObject([
      { path: `${page.id}/messages`, status: 200, body: { recipient: { id: ada.id }, messaging_type: 'RESPONSE', message: { text: 'up' } } },
    ]);
  });

  it('of several Pages goes by the token of the one that was written to, which Messenger is asked for once', async () => {
    const env = { ...platform.env, MESSENGER_PAGE_TOKEN: `${platform.env.MESSENGER_PAGE_TOKEN}, ${otherPage.token}` };
    const config = messengerConfig(env);
    const send = config && sender(pagesOf(config));
    const options = { signal: new AbortController().signal, key: 'k.1', acceptedAt: now };
    const [message] = render(reply('up'), { place: here, locale: 'en', timeZone: 'UTC', token: String });
    for (const tenant of [otherPage.id, page.id, otherPage.id]) if (message) await send?.(message, { ...here, tenant }, options);
    expect(platform.calls.map(({ path, status }) => [path, status])).toEqual([
      ['me', 200],
      ['me', 200],
      [`${otherPage.id}/messages`, 200],
      [`${page.id}/messages`, 200],
      [`${otherPage.id}/messages`, 200],
    ]);
    if (message)
      await expect(send?.(message, { ...here, tenant: '1160000000000009' }, options)).rejects.toMatchObject({
        code: 'messenger_no_token',
        lockedOut: true,
      });
  });

  it('that nobody asked for just now is an update', async () => {
    await answer(reply('Stretch!'), later);
    expect(platform.calls.at(-1)?.body).toMatchObject({ messaging_type: 'UPDATE' });
  });

  it('keeps the token out of addresses', async () => {
    await answer(reply('up'));
    expect(platform.calls.map(({ path }) => path).join()).not.toContain(platform.env.MESSENGER_PAGE_TOKEN);
  });

  it('whose picture Messenger can’t fetch is a link to it', async () => {
    platform.badPictures.add('https://c.example/a.png');
    await answer(reply('Load', { image: { url: 'https://c.example/a.png', alt: 'Rising' } }));
    expect(platform.calls.map(({ status }) => status)).toEqual([400, 200, 200]);
    expect(platform.sent()).toEqual([{ text: 'Rising https://c.example/a.png' }, { text: 'Load\n\nRising' }]);
  });

  it('goes to the version that MESSENGER_GRAPH_URL names', async () => {
    expect(await answer(reply('up'), here, { ...platform.env, MESSENGER_GRAPH_URL: `${platform.url}/v26.0/` })).toHaveLength(1);
  });
});

describe('refused for good, with the mend in words:', () => {
  it('24 hours after the person last wrote', async () => {
    now += 23 * hour;
    await answer(reply('still in time'));
    now += 2 * hour;
    expect(await refusal(later)).toMatchObject({
      code: 'messenger_window',
      retryable: false,
      maybeSent: false,
      outOfReach: true,
      hint: expect.stringContaining('24 hours'),
    });
    platform.says.message('m_2', 'hello again');
    await answer(reply('again'));
  });

  it('someone who has blocked the Page', async () => {
    platform.gone.add(ada.id);
    expect(await refusal()).toMatchObject({ code: 'messenger_unavailable', retryable: false });
  });

  it('someone whom the Page doesn’t know', async () => {
    expect(await refusal({ ...here, conversation: '404' })).toMatchObject({
      code: 'messenger_no_person',
      hint: expect.stringContaining('MESSENGER_PAGE_TOKEN'),
    });
  });

  it('another Page than the token is of', async () => {
    expect(await refusal({ ...here, tenant: '99' })).toMatchObject({
      code: 'messenger_permission',
      hint: expect.stringContaining('pages_messaging'),
    });
  });

  it('a token that is none', async () => {
    const env = { ...platform.env, MESSENGER_PAGE_TOKEN: 'EAAanother' };
    expect(await refusal(here, env)).toMatchObject({
      code: 'messenger_token',
      lockedOut: true,
      hint: expect.stringContaining('MESSENGER_PAGE_TOKEN'),
    });
  });

  it('a secret of another app', async () => {
    const env = { ...platform.env, MESSENGER_APP_SECRET: 'ffffffffffffffffffffffffffffffff' };
    expect(await refusal(here, env)).toMatchObject({ code: 'messenger_secret', hint: expect.stringContaining('MESSENGER_APP_SECRET') });
  });
});

describe('tried again', () => {
  it.each<[string, Misbehaviour, object]>([
    ['when Meta says when', { kind: '429', retryAfter: 7 }, { code: 'messenger_busy', retryAfterMs: 7_000, maybeSent: false }],
    ['after too many calls', { kind: '429' }, { code: 'messenger_busy', retryAfterMs: undefined }],
    ['after too many calls, told as an error', { kind: 'limited' }, { code: 'messenger_busy', maybeSent: false }],
    ['after a failure of Meta’s', { kind: '500' }, { code: 'messenger_down' }],
    ['after a gateway’s, behind which it may have been sent', { kind: '502' }, { code: 'messenger_down', maybeSent: true }],
    ['after a page of something else', { kind: 'page' }, { code: 'messenger_unreachable', maybeSent: true }],
    ['after a connection that broke off', { kind: 'close' }, { code: 'messenger_unreachable', maybeSent: true }],
    ['after half an answer', { kind: 'half' }, { code: 'messenger_unreachable', maybeSent: true }],
    ['after a drip', { kind: 'drip' }, { code: 'messenger_unreachable', maybeSent: true }],
    ['after silence', { kind: 'silence' }, { code: 'messenger_unreachable', maybeSent: true }],
  ])('%s', async (_, wrong, expected) => {
    platform.misbehave(wrong);
    const isSilent = wrong.kind === 'drip' || wrong.kind === 'silence';
    expect(await refusal(here, platform.env, isSilent ? 300 : undefined)).toMatchObject({ retryable: true, ...expected });
  });

  it('where nobody is, which was surely not sent', async () => {
    const env = { ...platform.env, MESSENGER_GRAPH_URL: 'http://127.0.0.1:1' };
    expect(await refusal(here, env)).toMatchObject({ code: 'messenger_unreachable', retryable: true, maybeSent: false });
  });
});
