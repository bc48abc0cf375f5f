import type { Notifier } from './notifier.ts';
import { addressOf, sent } from './sent.ts';

const api = { name: 'Discord', code: 'discord', setting: 'the notifier' };
/** Discord: Embed limits. */
const limits = { title: 256, description: 4_096 };
const colours = { error: 0xd92d20, warning: 0xf79009, acknowledged: 0xf79009, closed: 0x12b76a } as const;

/** A webhook of a Discord channel, `https://discord.com/api/webhooks/ID/TOKEN` (Discord: Execute Webhook; `wait` has it say whether the message stands). Nobody is mentioned by what an incident says. */
export const discord: Notifier = {
  kind: 'discord',
  follows: ['acknowledged', 'closed'],
  shown({ to }) {
    const url = addressOf(to);
    return url && /^\/api\/(v\d+\/)?webhooks\/\d{5,25}\/[\w-]{10,100}$/.test(url.pathname) ? url.host : null;
  },
  async send({ incident: { state, level, what }, text }, { to }, tools) {
    const url = new URL(to);
    url.searchParams.set('wait', 'true');
    const color = colours[state === 'open' ? level : state];
    const embed = { title: what.slice(0, limits.title), description: text.slice(0, limits.description), color };
    await sent(url, { body: JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } }) }, api, tools);
  },
};
