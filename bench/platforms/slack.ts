import { createHmac } from 'node:crypto';
import { post } from './http.ts';
import type { Keys } from './keys.ts';

/** A slash command as Slack sends it, signed now. `index` makes its `trigger_id`, person and channel. */
export function slackRequest(
  { slack }: Keys,
  index: number,
  options: { readonly text: string; readonly responseUrl?: string; readonly channel?: number },
): Buffer {
  const responseUrl = options.responseUrl ?? `https://hooks.slack.com/commands/T0BENCH01/${7_000_000_000_000 + index}/bBnXcMZlqNq4q9GbHdVfTjYk`;
  const body = Buffer.from(
    `token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0BENCH01&team_domain=bench-works&channel_id=C${String(options.channel ?? index % 997).padStart(9, '0')}&channel_name=operations` +
      `&user_id=U${String(index % 499).padStart(9, '0')}&user_name=steve&command=%2Fbellhop&text=${encodeURIComponent(options.text).replaceAll('%20', '+')}` +
      `&api_app_id=A0BENCH01&is_enterprise_install=false&response_url=${encodeURIComponent(responseUrl)}` +
      `&trigger_id=${7_000_000_000_000 + index}.${1_000_000_000 + index}.d41d8cd98f00b204e9800998ecf8427e`,
  );
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
  return post(
    '/slack/commands',
    {
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'Accept-Encoding': 'gzip,deflate',
      Accept: 'application/json,*/*',
      'X-Slack-Signature': signature,
      'X-Slack-Request-Timestamp': timestamp,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body,
  );
}
