import { alexa } from './alexa.ts';
import type { Drawn } from './drawn.ts';
import { email } from './email.ts';
import { messenger } from './messenger.ts';
import { slack } from './slack.ts';
import { sms } from './sms.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';

/** How each channel's messages are drawn, and what the channel is called. `chart`: where the picture of the reply's chart is. */
export const drawings: Readonly<Record<string, { readonly title: string; readonly draw: (message: unknown, chart?: string) => Drawn[] }>> = {
  slack: { title: 'Slack', draw: slack },
  teams: { title: 'Teams', draw: teams },
  telegram: { title: 'Telegram', draw: telegram },
  messenger: { title: 'Messenger', draw: messenger },
  sms: { title: 'SMS', draw: sms },
  email: { title: 'Email', draw: email },
  alexa: { title: 'Alexa', draw: alexa },
};
