import type { ChannelModule } from '../shared/channel/channel.ts';
import { alexa } from './alexa/channel.ts';
import { email } from './email/channel.ts';
import { messenger } from './messenger/channel.ts';
import { slack } from './slack/channel.ts';
import { sms } from './sms/channel.ts';
import { teams } from './teams/channel.ts';
import { telegram } from './telegram/channel.ts';
import { terminal } from './terminal/channel.ts';
import { web } from './web/channel.ts';

/** Where people talk to it, one folder each. */
export const channels: readonly ChannelModule[] = [slack, teams, telegram, messenger, sms, email, alexa, web, terminal];
