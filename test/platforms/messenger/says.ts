/** Who and what is there. */
export const page = { id: '1160000000000001', name: 'Bellhop' } as const;
/** Another Page of the same app, with its token. */
export const otherPage = { id: '1160000000000002', name: 'Bellhop Shop', token: 'EAAother' } as const;
export const ada = { id: '7700000000000001', first_name: 'Ada', last_name: 'Lovelace' } as const;

export interface SaysOptions {
  readonly user?: string;
  readonly page?: string;
  readonly at?: number;
}

/** What people do, as Meta tells it: an event each. */
export function says(now: () => number) {
  const event = ({ user = ada.id, page: to = page.id, at = now() }: SaysOptions, what: object) => ({
    sender: { id: user },
    recipient: { id: to },
    timestamp: at,
    ...what,
  });
  return {
    message: (mid: string, text: string, options: SaysOptions = {}) => event(options, { message: { mid, text } }),
    /** Files, of these kinds, at these addresses. */
    files: (mid: string, all: readonly { readonly type: string; readonly url: string }[], options: SaysOptions = {}) =>
      event(options, { message: { mid, attachments: all.map(({ type, url }) => ({ type, payload: { url } })) } }),
    /** A quick reply is a message, too. */
    quick: (mid: string, payload: string, options: SaysOptions = {}) =>
      event(options, { message: { mid, text: 'Its title', quick_reply: { payload } } }),
    press: (mid: string | undefined, payload: string, options: SaysOptions = {}) =>
      event(options, { postback: { ...(mid === undefined ? {} : { mid }), title: 'Its title', payload } }),
    sticker: (mid: string, options: SaysOptions = {}) =>
      event(options, {
        message: { mid, sticker_id: 369_239_263_222_822, attachments: [{ type: 'image', payload: { url: 'https://scontent.example/sticker.png' } }] },
      }),
    /** Our own message, told back. */
    echo: (mid: string, text: string, { user = ada.id, at = now() }: SaysOptions = {}) => ({
      sender: { id: page.id },
      recipient: { id: user },
      timestamp: at,
      message: { mid, is_echo: true, app_id: 1_517_776_481_860_111, text },
    }),
    delivered: (mid: string, options: SaysOptions = {}) => event(options, { delivery: { mids: [mid], watermark: now() } }),
    read: (options: SaysOptions = {}) => event(options, { read: { watermark: now() } }),
    reacted: (mid: string, options: SaysOptions = {}) => event(options, { reaction: { mid, action: 'react', emoji: '❤', reaction: 'love' } }),
  };
}

export type Says = ReturnType<typeof says>;

/** An event, as far as it matters where it is told. */
export interface Told {
  readonly sender?: { readonly id: string };
  readonly recipient?: { readonly id: string };
}

/** One POST of Meta's: events in an entry for each Page. */
export function told(...events: readonly Told[]) {
  const entries = new Map<string, object[]>();
  for (const event of events) {
    const of = event.sender?.id === page.id ? page.id : (event.recipient?.id ?? page.id);
    entries.set(of, [...(entries.get(of) ?? []), event]);
  }
  return { object: 'page', entry: [...entries].map(([id, messaging]) => ({ id, time: 1_795_600_000_000, messaging })) };
}

/** JSON as Meta writes it: what isn't ASCII is escaped. */
export const metaJson = (value: unknown) =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
