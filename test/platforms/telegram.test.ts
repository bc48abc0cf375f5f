import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegram, type TelegramPlatform } from './telegram.ts';

let platform: TelegramPlatform;
let now = 1_900_000_000_000;
beforeEach(async () => {
  platform = await startTelegram({ mode: 'polling', now: () => now, rates: true });
});
afterEach(() => platform.close());

async function call(
  method: string,
  payload: object,
  token = platform.env.TELEGRAM_BOT_TOKEN,
): Promise<{ ok: boolean; result?: unknown; description?: string }> {
  const answer = await fetch(`${platform.url}/bot${token}/${method}`, { method: 'POST', body: JSON.stringify(payload) });
  return (await answer.json()) as { ok: boolean };
}

const button = (over: object) => ({ chat_id: 7, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go', ...over }]] } });
const mark = (over: object) => ({ chat_id: 7, text: 'a😀b', entities: [{ type: 'bold', offset: 0, length: 1, ...over }] });

describe('the stand-in refuses as Telegram does', () => {
  it.each<[string, object, string]>([
    ['sendMessage', { text: 'x' }, 'chat_id is empty'],
    ['sendMessage', { chat_id: 7 }, 'message text is empty'],
    ['sendMessage', { chat_id: 7, text: ' \u200b\n' }, 'message text is empty'],
    ['sendMessage', { chat_id: 7, text: 'x'.repeat(4_097) }, 'message is too long'],
    ['sendMessage', { chat_id: 7, text: 'x', parse_mode: 'HTML' }, 'has no parse_mode'],
    ['sendMessage', { chat_id: 7, text: 'x', message_thread_id: 3 }, 'message thread not found'],
    ['sendMessage', { chat_id: 7, text: 'x', entities: [7] }, "can't parse entities"],
    ['sendMessage', mark({ type: 'shiny' }), "can't parse entities"],
    ['sendMessage', mark({ offset: 4 }), 'ENTITY_BOUNDS_INVALID'],
    ['sendMessage', mark({ length: 0 }), 'ENTITY_BOUNDS_INVALID'],
    ['sendMessage', mark({ length: 2 }), 'in a middle of a UTF-16 symbol'],
    ['sendMessage', mark({ type: 'text_link', url: 'http://localhost' }), 'Wrong HTTP URL'],
    ['sendMessage', button({ callback_data: '' }), 'BUTTON_DATA_INVALID'],
    ['sendMessage', button({ callback_data: 'ü'.repeat(33) }), 'BUTTON_DATA_INVALID'],
    ['sendMessage', button({ callback_data: undefined }), 'BUTTON_TYPE_INVALID'],
    [
      'sendMessage',
      { chat_id: 7, text: 'x', reply_markup: { inline_keyboard: Array(101).fill([{ text: 'x', callback_data: 'x' }]) } },
      'REPLY_MARKUP_TOO_LONG',
    ],
    ['sendPhoto', { chat_id: 7, photo: 'file:///x' }, 'wrong file identifier/HTTP URL'],
    ['sendPhoto', { chat_id: 7, photo: 'https://c.example/a.png', caption: 'x'.repeat(1_025) }, 'caption is too long'],
    ['sendMessage', { chat_id: 7, text: 'x', reply_markup: { force_reply: 'yes' } }, "can't parse reply keyboard markup"],
    ['sendMessage', { chat_id: 7, text: 'hello @al' }, 'this mentions somebody'],
    ['editMessageText', { chat_id: 7, message_id: 1, text: 'x', reply_markup: { force_reply: true } }, 'inline keyboard expected'],
    ['editMessageText', { chat_id: 7, message_id: 1, text: 'x' }, 'message to edit not found'],
    ['answerCallbackQuery', {}, 'query is too old'],
    ['answerCallbackQuery', { callback_query_id: 'q', text: 'x'.repeat(201) }, 'MESSAGE_TOO_LONG'],
    ['setWebhook', { url: 'http://a.example' }, 'HTTPS URL must be provided'],
    ['setWebhook', { url: 'https://a.example:81' }, 'ports 80, 88, 443 or 8443'],
    ['setWebhook', { url: 'https://a.example', secret_token: 'no spaces' }, 'unallowed characters'],
    ['sendTelepathy', {}, 'Not Found'],
  ])('%s %j', async (method, payload, description) => {
    const answer = await call(method, payload);
    expect(answer.ok).toBe(false);
    expect(answer.description).toContain(description);
    expect(platform.calls.at(-1)?.problem).toContain(description);
  });

  it('a wrong token', async () => {
    expect(await call('getMe', {}, '1:x')).toMatchObject({ ok: false, description: 'Unauthorized' });
  });

  it('what goes beyond its rates', async () => {
    const results: boolean[] = [];
    for (let n = 0; n < 6; n++) results.push((await call('sendMessage', { chat_id: 7, text: String(n) })).ok);
    expect(results).toEqual([true, true, true, true, true, false]);
    now += 3_000;
    expect((await call('sendMessage', { chat_id: 7, text: 'again' })).ok).toBe(true);
  });
});

describe('getUpdates', () => {
  const idsOf = ({ result }: { result?: unknown }) => (result as { update_id: number }[]).map(({ update_id }) => update_id);

  it('gives the same updates until an offset confirms them', async () => {
    platform.push(platform.says.message('a', {}, 10), platform.says.message('b', {}, 11));
    expect(idsOf(await call('getUpdates', {}))).toEqual([10, 11]);
    expect(idsOf(await call('getUpdates', { offset: 10, limit: 1 }))).toEqual([10]);
    expect(idsOf(await call('getUpdates', { offset: 11 }))).toEqual([11]);
    expect(platform.waiting()).toHaveLength(1);
  });

  it('waits for an update, and ends the first of two pollers with 409', async () => {
    const first = call('getUpdates', { timeout: 50 });
    while (platform.calls.length < 1) await new Promise((resolve) => setImmediate(resolve));
    const second = call('getUpdates', { timeout: 50 });
    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    platform.push(platform.says.message('a', {}, 10));
    expect(idsOf(await second)).toEqual([10]);
  });

  it('is refused while a webhook is set', async () => {
    await call('setWebhook', { url: 'https://a.example/hook' });
    expect(await call('getUpdates', {})).toMatchObject({ ok: false, error_code: 409 });
    await call('deleteWebhook', {});
    expect(await call('getUpdates', {})).toMatchObject({ ok: true });
  });
});
