import { sign } from 'node:crypto';
import { post } from './http.ts';
import type { Keys } from './keys.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';

/** A token as the Bot Framework signs it: RS256, good for an hour, used for many requests. */
export function teamsToken({ teams }: Keys): string {
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { serviceurl: serviceUrl, nbf: now - 60, exp: now + 3_600, iss: 'https://api.botframework.com', aud: teams.appId };
  const content = `${part({ alg: 'RS256', kid: teams.kid, typ: 'JWT' })}.${part(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), teams.privateKey).toString('base64url')}`;
}

/** A personal message as Teams sends it. `index` makes its activity id. */
export function teamsRequest({ teams }: Keys, index: number, options: { readonly text: string; readonly token: string }): Buffer {
  const person = index % 997;
  const at = new Date().toISOString();
  const activity = {
    text: options.text,
    textFormat: 'plain',
    type: 'message',
    timestamp: at,
    localTimestamp: at,
    id: String(1_700_000_000_000 + index),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:1bench${person}`, name: 'Ada Bench', aadObjectId: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}` },
    conversation: { conversationType: 'personal', tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47', id: `a:1bench${person}` },
    recipient: { id: `28:${teams.appId}`, name: 'Bellhop' },
    entities: [{ locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London', type: 'clientInfo' }],
    channelData: { tenant: { id: '72f988bf-86f1-41af-91ab-2d7cd011db47' } },
    locale: 'en-GB',
    localTimezone: 'Europe/London',
  };
  return post(
    '/api/messages',
    {
      'Content-Type': 'application/json; charset=utf-8',
      Authorization: `Bearer ${options.token}`,
      'User-Agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
    },
    Buffer.from(JSON.stringify(activity)),
  );
}
