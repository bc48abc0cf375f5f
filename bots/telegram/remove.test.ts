import { expect, it } from 'vitest';
import { startTelegram } from '../../test/platforms/telegram.ts';
import { telegramApi } from './api.ts';
import { remover } from './remove.ts';
import { telegramConfig } from './settings.ts';

it('takes a message away once, and finds nothing wrong when it is gone', async () => {
  const platform = await startTelegram();
  const config = telegramConfig(platform.env);
  if (!config) expect.fail('no token');
  const api = telegramApi(config, 400);
  const remove = remover(api);
  const place = { channel: 'telegram', bot: 'main', tenant: '424242', conversation: '77' };
  const { signal } = new AbortController();
  const sent = await api.call('sendMessage', { chat_id: 77, text: 'up', entities: [] });
  const id = typeof sent === 'object' && sent !== null && 'message_id' in sent ? sent.message_id : 0;
  for (let i = 0; i < 2; i++) await remove(`77:${id}`, place, { signal });
  expect(platform.calls.map(({ method, status }) => [method, status])).toEqual([
    ['sendMessage', 200],
    ['deleteMessage', 200],
    ['deleteMessage', 400],
  ]);
  platform.misbehave({ kind: '429', retryAfter: 7 });
  await expect(remove(`77:${id}`, place, { signal })).rejects.toMatchObject({ retryable: true, retryAfterMs: 7_000 });
  await platform.close();
});
