import type { Channel, HttpAnswer, HttpRequest, Received } from '../channel/channel.ts';
import type { Inbound } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { InboxFull, StorageFailed } from '../errors.ts';
import type { Accepted } from '../inbox/inbox.ts';
import type { Form } from '../reply/form.ts';
import type { Accept } from './accept.ts';
import type { Observer } from './observe.ts';
import type { Voice } from './voice.ts';

export interface IngressParts {
  readonly channel: Pick<Channel, 'name' | 'receive' | 'busy' | 'open'>;
  readonly accept: Accept;
  /** The form that a channel which can open one shows instead of keeping what was said. */
  readonly form?: (inbound: Inbound) => Form | null;
  /** For channels that answer in their response. */
  readonly voice?: Voice;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** A channel's way in: receive, accept, and only then the acknowledgement. Never throws and never rejects. */
export function ingress(parts: IngressParts): (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> {
  const { channel, accept, clock, observer } = parts;

  const keep = (received: Received, startedAt: number): HttpAnswer | Promise<HttpAnswer> => {
    switch (received.kind) {
      case 'inbound': {
        const { inbound, ack } = received;
        const first = inbound[0];
        if (first === undefined) return ack;
        const refused = (cause: unknown) => unkept(cause, first);
        const acknowledged = () => {
          received.kept?.();
          return ack;
        };
        if (inbound.length > 1) return keepAll(inbound, startedAt).then(acknowledged, refused);
        const keepIt = () =>
          (received.before ? received.before().then(() => accept(first)) : accept(first)).then((one) => {
            count(one, startedAt);
            return acknowledged();
          }, refused);
        const form = channel.open || received.form ? parts.form?.(first) : null;
        if (form && received.form) return received.form(form);
        const opened = form ? channel.open?.(form, first) : undefined;
        return opened ? opened.then((isOpen) => (isOpen ? ack : keepIt())) : keepIt();
      }
      case 'voice':
        return parts.voice
          ? parts.voice(received.inbound, startedAt).catch((cause) => unkept(cause, received.inbound))
          : failure(501, 'no_voice', `${channel.name} is not served here.`);
      case 'nothing':
        if (received.refusedAnswer) observer.answerRefused(channel.name, received.refusedAnswer.reason, received.refusedAnswer.detail);
        return received.ack;
      case 'refused':
        observer.rejected(channel.name, received.reason);
        return received.ack;
    }
  };

  async function keepAll(inbound: readonly Inbound[], startedAt: number): Promise<void> {
    for (const accepted of await Promise.all(inbound.map((one) => accept(one)))) count(accepted, startedAt);
  }

  function count(accepted: Accepted, startedAt: number): void {
    if (accepted.known) observer.duplicate(channel.name);
    else observer.accepted(channel.name, clock.now() - startedAt);
  }

  function unkept(cause: unknown, inbound: Inbound): HttpAnswer {
    if (cause instanceof InboxFull) {
      observer.rejected(channel.name, 'busy', cause);
      return channel.busy(inbound);
    }
    if (cause instanceof StorageFailed) {
      observer.rejected(channel.name, 'storage', cause);
      return failure(503, cause.code, cause.message, 'Nothing was acknowledged; send it again.');
    }
    return defect(cause);
  }

  function defect(cause: unknown): HttpAnswer {
    observer.rejected(channel.name, 'defect', cause);
    return failure(500, 'internal', 'Something is wrong on our side.', 'The log has the details.');
  }

  return (request) => {
    const startedAt = clock.now();
    try {
      const received = channel.receive(request);
      return received instanceof Promise ? received.then((r) => keep(r, startedAt)).catch(defect) : keep(received, startedAt);
    } catch (cause) {
      return defect(cause);
    }
  };
}

/** An error answer in Bellhop's own form; 503 asks to come back in a few seconds. */
export function failure(status: number, code: string, message: string, hint?: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...(status === 503 ? { 'retry-after': '5' } : undefined) },
    body: JSON.stringify({ error: { code, message, ...(hint === undefined ? undefined : { hint }) } }),
  };
}
