/** What is bundled and loaded: the programs of `npm run bench -- size`. */
export interface Program {
  readonly name: string;
  readonly source: string;
}

/** The floor: a server that checks an HMAC and answers. */
export const floor: Program = {
  name: 'bare node:http + HMAC',
  source: `
    import { createHmac, timingSafeEqual } from 'node:crypto';
    import { createServer } from 'node:http';
    export const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const expected = createHmac('sha256', 'secret').update(Buffer.concat(chunks)).digest();
        const sent = Buffer.from(String(request.headers['x-signature']), 'hex');
        response.statusCode = sent.length === expected.length && timingSafeEqual(sent, expected) ? 200 : 401;
        response.end();
      });
    });`,
};

/** Each HTTP accept path: the server, receive, resolve and accept; the inbox' driver is handed in. */
export const acceptPaths: readonly Program[] = [
  path('Slack', 'bots/slack/receive.ts', 'slackReceive', `{ signingSecret: 'secret', clock }`),
  path('Telegram', 'bots/telegram/receive.ts', 'telegramReceive', `{ secret: 'secret', botId: 1, clock }`),
  path(
    'Teams',
    'bots/teams/receive.ts',
    'teamsReceive',
    `{ appId: 'app', issuer: 'https://issuer.example', metadataUrl: 'https://login.example/openid', serviceUrls: ['https://smba.trafficmanager.net'], clock, fetch }`,
  ),
  path('Messenger', 'bots/messenger/receive.ts', 'messengerReceive', `{ appSecret: 'secret', verifyToken: 'words', clock }`),
  path(
    'SMS',
    'bots/sms/receive.ts',
    'smsReceive',
    `{ authToken: 'token', accountSid: 'AC1', from: '+1', address: 'https://bellhop.example/sms/webhook', clock }`,
  ),
  path(
    'email',
    'bots/email/receive.ts',
    'emailReceive',
    `{ token: 'token', authserv: 'mx', ownAddress: 'bot@example.com', store: undefined, clock }`,
  ),
  path('Alexa', 'bots/alexa/receive.ts', 'alexaReceive', `{ skillId: 'skill', certUrl: 'https://s3.amazonaws.com/echo.api/', roots: [], clock }`),
];

/** The platforms' own libraries, made ready to receive the same. */
export const peers: readonly Program[] = [
  {
    name: 'Bolt',
    source: `
      import { App, HTTPReceiver } from '@slack/bolt';
      export const receiver = new HTTPReceiver({ signingSecret: 'secret' });
      export const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' }) });`,
  },
  { name: 'telegraf', source: `import { Telegraf } from 'telegraf'; export const listener = new Telegraf('1:token').webhookCallback('/hook');` },
  { name: 'botbuilder', source: `import { CloudAdapter } from 'botbuilder'; export const adapter = new CloudAdapter();` },
];

function path(name: string, module: string, factory: string, options: string): Program {
  return {
    name: `Bellhop ${name}`,
    source: `
      import { httpServer } from './infra/local/http/server.ts';
      import { Load } from './infra/local/http/load.ts';
      import { ${factory} } from './${module}';
      import { acceptor } from './shared/flow/accept.ts';
      import { ingress } from './shared/flow/ingress.ts';
      import { silent } from './shared/flow/observe.ts';
      import { systemClock as clock } from './shared/clock.ts';
      import { catalogueOf } from './shared/command/catalogue.ts';
      const catalogue = catalogueOf([]);
      export const serve = (inbox) => {
        const accept = acceptor({ inbox, catalogue: () => catalogue, clock });
        const channel = { name: '${name}', receive: ${factory}(${options}), busy: () => ({ status: 503 }) };
        const answer = ingress({ channel, accept, clock, observer: silent });
        const endpoints = [{ method: 'POST', path: '/hook', answer }];
        return httpServer({ endpoints, otherwise() {}, load: new Load(), requestTimeoutMs: 10_000, onDefect() {} });
      };
      export const server = serve({ accept: async () => ({ known: false }) });`,
  };
}
