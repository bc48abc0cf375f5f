import type { ApiNames } from '../../shared/channel/unanswered.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Fields } from './fields.ts';

/** As its failures name it. */
export const meta: ApiNames = { name: 'Messenger', code: 'messenger', setting: 'MESSENGER_GRAPH_URL' };

/** What one of Meta's errors means for people; `subcode` where the code alone says too little. Numbers as quoted from the Messenger Platform's and the Graph API's lists of errors. */
interface Meaning {
  readonly code: number;
  readonly subcode?: number;
  readonly is: string;
  readonly hint?: string;
  /** Heals by itself. */
  readonly passes?: true;
  /** Nothing reaches this person here, whatever is said. */
  readonly outOfReach?: true;
}

/** The first that fits counts. */
const meanings: readonly Meaning[] = [
  {
    code: 10,
    subcode: 2_018_278,
    is: 'messenger_window',
    outOfReach: true,
    hint: 'More than 24 hours have passed since they last wrote to the Page: Messenger takes it when they have written again.',
  },
  { code: 551, is: 'messenger_unavailable', outOfReach: true, hint: 'They have blocked the Page, or closed their account.' },
  {
    code: 100,
    subcode: 2_018_001,
    is: 'messenger_no_person',
    hint: 'People at a Page are known only to it: MESSENGER_PAGE_TOKEN must be of the Page that they wrote to.',
  },
  { code: 100, subcode: 2_018_008, is: 'messenger_picture', hint: 'Messenger could not fetch the picture from its address.' },
  { code: 100, subcode: 2_018_047, is: 'messenger_picture', hint: 'Messenger could not take the picture.' },
  {
    code: 190,
    is: 'messenger_token',
    hint: 'MESSENGER_PAGE_TOKEN is not (or no longer) valid: make a new one for the Page in the Meta app, under Messenger.',
  },
  { code: 10, is: 'messenger_permission', hint: 'The Meta app needs the permission pages_messaging for this Page.' },
  {
    code: 200,
    is: 'messenger_permission',
    hint: 'The Meta app needs the permission pages_messaging for this Page; before its review it may write only to people with a role in it.',
  },
  { code: 230, is: 'messenger_permission', hint: 'The Meta app needs the permission pages_messaging for this Page.' },
  { code: 368, is: 'messenger_blocked', hint: "Meta has stopped the Page's messages for a while: see the Page's Support Inbox." },
  { code: 1, is: 'messenger_down', passes: true },
  { code: 2, is: 'messenger_down', passes: true },
  { code: 1_200, is: 'messenger_down', passes: true },
  ...[4, 17, 32, 613, 80_006].map((code) => ({ code, is: 'messenger_busy', passes: true }) as const),
];

/** Graph answered with an error object. `retryAfterS`: what its header named; NaN: nothing. */
export function refusalOf({ message, code, error_subcode: subcode, is_transient }: Fields, retryAfterS: number): SendFailed {
  const words = typeof message === 'string' ? message.replace(/\s+/g, ' ').slice(0, 300) : `error ${code}`;
  if (code === 100 && words.includes('appsecret_proof'))
    return new SendFailed('messenger_secret', `Messenger refused the call: ${words}`, {
      hint: 'MESSENGER_APP_SECRET and MESSENGER_PAGE_TOKEN must be of the same Meta app.',
    });
  const meaning = meanings.find((one) => one.code === code && (one.subcode === undefined || one.subcode === subcode));
  const is = meaning?.is ?? 'messenger_refused';
  if (meaning?.passes || (!meaning && is_transient === true))
    return new SendFailed(is, `Messenger can't take the message now: ${words}`, {
      retryable: true,
      ...(retryAfterS > 0 ? { retryAfterMs: retryAfterS * 1_000 } : {}),
    });
  return new SendFailed(is, `Messenger refused the message: ${words}`, {
    outOfReach: meaning?.outOfReach ?? false,
    lockedOut: meaning?.is === 'messenger_token',
    hint: meaning?.hint ?? `Retrying cannot help: see error ${code} in Meta's Graph API documentation, and \`bellhop doctor\`.`,
  });
}
