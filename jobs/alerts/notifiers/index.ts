import { call } from './call.ts';
import { discord } from './discord.ts';
import { email } from './email.ts';
import type { Notifier } from './notifier.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';
import { webhook } from './webhook.ts';

/** The ways to tell of incidents that are no channel. */
export const notifiers: readonly Notifier[] = [ntfy, pagerduty, discord, webhook, call, email];
