import { alexaRequest } from '../platforms/alexa.ts';
import type { Keys } from '../platforms/keys.ts';
import { messengerRequest } from '../platforms/messenger.ts';
import { slackRequest } from '../platforms/slack.ts';
import { teamsRequest, teamsToken } from '../platforms/teams.ts';
import { telegramRequest } from '../platforms/telegram.ts';
import { commandCount } from '../servers/catalogue.ts';

export type PlatformName = 'slack' | 'telegram' | 'teams' | 'messenger' | 'alexa';

/** What to prepare. */
export interface Wanted {
  readonly platform: PlatformName;
  readonly keys: Keys;
  readonly count: number;
}

/** Platforms believe what was signed within minutes (Alexa 150 s, Slack 5 minutes): older requests are made anew. */
const freshMs = 120_000;
/** Alexa's requests take most of a minute to sign, so they are dated ahead, within what a skill accepts. */
const aheadMs = 100_000;

let kept: { readonly platform: PlatformName; readonly count: number; readonly madeAt: number; readonly requests: readonly Buffer[] } | undefined;

/** Signed requests of a platform, each a new delivery of one of the catalogue's commands. The same as before while they are fresh. */
export function prepared({ platform, keys, count }: Wanted): readonly Buffer[] {
  if (kept?.platform === platform && kept.count === count && Date.now() - kept.madeAt < freshMs) return kept.requests;
  kept = undefined;
  const requests = Array.from({ length: count }, maker(platform, keys));
  kept = { platform, count, madeAt: Date.now(), requests };
  return requests;
}

function maker(platform: PlatformName, keys: Keys): (_: unknown, index: number) => Buffer {
  const site = 'shop.example.com';
  const text = (index: number) => `check_${index % commandCount} ${site}`;
  switch (platform) {
    case 'slack':
      return (_, index) => slackRequest(keys, index, { text: text(index) });
    case 'telegram':
      return (_, index) => telegramRequest(keys, index, { text: text(index) });
    case 'messenger':
      return (_, index) => messengerRequest(keys, index, { text: text(index) });
    case 'teams': {
      const token = teamsToken(keys);
      return (_, index) => teamsRequest(keys, index, { text: text(index), token });
    }
    case 'alexa': {
      const at = Date.now() + aheadMs;
      // The catalogue spells digits in an intent's name; one command is enough here.
      return (_, index) => alexaRequest(keys, index, { intent: 'PingIntent', value: site, at });
    }
  }
}
