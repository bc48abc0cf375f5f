import { type Answer, badRequest, refused, took } from './answer.ts';

type Payload = Readonly<Record<string, unknown>>;

export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

/** The waiting updates as getUpdates gives and confirms them: an offset forgets all before it; a second poller ends the first with 409. */
export function updateQueue() {
  let waiting: Update[] = [];
  let webhook = '';
  let poller: { payload: Payload; answer: (answer: Answer) => void; timer: NodeJS.Timeout } | undefined;

  function push(...updates: Update[]): void {
    waiting.push(...updates);
    if (poller && waiting.length > 0) end(took(given(poller.payload)));
  }

  function end(answer: Answer): void {
    if (!poller) return;
    clearTimeout(poller.timer);
    const { answer: tell } = poller;
    poller = undefined;
    tell(answer);
  }

  function given({ limit = 100, allowed_updates: allowed }: Payload): Update[] {
    const kinds = Array.isArray(allowed) ? allowed : [];
    if (kinds.length > 0) waiting = waiting.filter((update) => update === null || Object.keys(update).some((kind) => kinds.includes(kind)));
    return waiting.slice(0, Math.min(100, Math.max(1, Number(limit))));
  }

  /** Answers through `tell`, at once or when something comes; the answer to an aborted question is forgotten. */
  function ask(payload: Payload, tell: (answer: Answer) => void): () => void {
    if (webhook) {
      tell(refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
      return () => {};
    }
    end(refused(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    const { offset, timeout = 0 } = payload;
    if (typeof offset === 'number')
      waiting = offset < 0 ? waiting.slice(offset) : waiting.filter((update) => update === null || update.update_id >= offset);
    const seconds = Math.min(50, Number(timeout));
    if (waiting.length > 0 || seconds <= 0) {
      tell(took(given(payload)));
      return () => {};
    }
    const mine = { payload, answer: tell, timer: setTimeout(() => end(took([])), seconds * 1_000) };
    poller = mine;
    return () => {
      clearTimeout(mine.timer);
      if (poller === mine) poller = undefined;
    };
  }

  /** setWebhook: https, at a port of Telegram's list, a secret of its letters. */
  function set({ url, secret_token: secret }: Payload): Answer {
    const parsed = typeof url === 'string' ? URL.parse(url) : null;
    if (parsed?.protocol !== 'https:') return badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (!['', '443', '80', '88', '8443'].includes(parsed.port))
      return badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
    if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(String(secret))) return badRequest('secret token contains unallowed characters');
    webhook = parsed.href;
    end(refused(409, 'Conflict: terminated by setWebhook request'));
    return took(true);
  }

  return {
    push,
    ask,
    set,
    /** The updates not yet confirmed. */
    waiting: () => waiting,
    webhook: () => webhook,
    unset(): Answer {
      webhook = '';
      return took(true);
    },
    close: () => end(took([])),
  };
}
