import { createServer } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { serveWith } from './serve.ts';
import { settings } from './settings.ts';

/** Bolt's own HTTP receiver: verifies, parses, routes and acknowledges, and keeps nothing. */
const receiver = new HTTPReceiver({ signingSecret: settings.keys.slack.signingSecret, endpoints: ['/slack/commands'], logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH01', botUserId: 'U0BENCH01' }),
});
app.command('/bellhop', async ({ ack }) => {
  await ack();
});

await serveWith(createServer({ keepAliveTimeout: 60_000 }, receiver.requestListener));
