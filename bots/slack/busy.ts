import type { Channel } from '../../shared/channel/channel.ts';

/** What the person of a slash command reads when it can't be kept. */
export const busyWords = {
  response_type: 'ephemeral',
  text: 'I have too much to do at the moment and did not start this. Please try again in a minute.',
} as const;

/**
 * Too busy to keep it. A slash command's person reads so in the response; a pressed button shows Slack's own sign of failure for any answer but 200, as its
 * response's text is not shown (Slack: Handling user interaction); an event is sent again by Slack, at once and after 1 and 5 minutes.
 */
export const busy: Channel['busy'] = ({ said, place }) =>
  said.kind === 'text' && place.via?.response_url !== undefined
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(busyWords) }
    : { status: 503, headers: { 'retry-after': '60' } };
