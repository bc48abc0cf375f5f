import { render as alexa } from '../../../bots/alexa/render.ts';
import { render as email } from '../../../bots/email/render.ts';
import { render as messenger } from '../../../bots/messenger/render.ts';
import { render as slack } from '../../../bots/slack/render.ts';
import { render as sms } from '../../../bots/sms/render.ts';
import { render as teams } from '../../../bots/teams/render.ts';
import { render as telegram } from '../../../bots/telegram/render.ts';
import type { WebMessage } from '../../../bots/web/render.ts';
import type { RenderContext } from '../../../shared/channel/channel.ts';
import type { Reply } from '../../../shared/reply/reply.ts';
import { chartAddress } from './charts.ts';

/** The channels shown side by side: their own `render`, whether they have their settings or not. */
const renders: Readonly<Record<string, (reply: Reply, context: RenderContext) => readonly object[]>> = {
  slack,
  teams,
  telegram,
  messenger,
  sms,
  email,
  alexa,
};

/** What a channel makes of a reply. */
export interface Preview {
  readonly channel: string;
  readonly messages: readonly object[];
  /** Where the picture of its chart is. */
  readonly chart?: string;
}

/** A reply as each channel will show it, in a direct conversation. Its buttons hold `@0`, `@1` …: the place of their token in the reply's list. */
export function previews({ reply, locale, timeZone }: WebMessage): Preview[] {
  const picture = reply.chart ? chartAddress(reply.chart, locale) : {};
  return Object.entries(renders).map(([channel, render]) => ({
    channel,
    ...picture,
    messages: render(reply, {
      place: { channel, bot: 'main', tenant: 'preview', conversation: 'preview', direct: true, user: 'preview' },
      locale,
      timeZone,
      token: (index) => `@${index}`,
    }),
  }));
}

/** One entry of a feed, as the page and `bellhop simulate` get it. */
export function toldOf(id: string, message: WebMessage, replaces: string | undefined) {
  const { tokens, reply } = message;
  return { id, ...(replaces === undefined ? {} : { replaces }), tokens, ...(reply.asks ? { asks: true } : {}), previews: previews(message) };
}
