import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Reply } from '../../shared/reply/reply.ts';

/** What the page gets: the reply itself, for it can show all of it, and the tokens of its actions in their order. */
export type WebMessage = {
  readonly reply: Reply;
  readonly tokens: readonly string[];
  readonly locale: string;
  readonly timeZone: string;
};

/** Reply → one message. */
export function render(reply: Reply, { locale, timeZone, token }: RenderContext): [WebMessage & Message] {
  return [{ reply, tokens: (reply.actions ?? []).map((_, index) => token(index)), locale, timeZone }];
}

/** Reads back what `render` made: it may have been stored in between. */
export function webMessage(message: Message): WebMessage | null {
  const { reply, tokens, locale, timeZone } = message;
  if (typeof reply !== 'object' || reply === null || !Array.isArray(tokens)) return null;
  return {
    reply: reply as Reply, // `render` put it there.
    tokens: tokens.map(String),
    locale: typeof locale === 'string' ? locale : 'en',
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
  };
}
