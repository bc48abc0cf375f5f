import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity, ConversationParameters } from 'botbuilder';
import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Bearer } from './bearer.ts';
import { exchange } from './exchange.ts';
import { failureOf } from './failures.ts';
import { connectorClient } from './sdk.ts';

/** The Bot Connector's calls that we make; each throws SendFailed. Ids are those Teams gave; undefined when its answer was cut off. */
export interface Connector {
  send(conversation: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  /** In a group, for the activity's `recipient` alone (Teams, "Targeted messages"; botbuilder has no method for it). */
  whisper(conversation: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  reply(conversation: string, to: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  update(conversation: string, id: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  create(parameters: ConversationParameters, signal: AbortSignal): Promise<string | undefined>;
}

interface ConnectorOptions {
  readonly bearer: Bearer;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

type Client = InstanceType<Awaited<ReturnType<typeof connectorClient>>>;
type ClientOptions = NonNullable<ConstructorParameters<Awaited<ReturnType<typeof connectorClient>>>[1]>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;

/** The most clients kept: Teams has a service URL a region, some with the tenant in their path. */
const clientsMax = 256;

/**
 * botbuilder's connector makes paths and bodies, our own `exchange` carries them. So a refusal is ours to judge, and botbuilder's retries (three, unseen, behind our back) never
 * begin, for they act on answers and the carrier throws. Nothing but this file and `sdk.ts` knows botbuilder.
 */
export function connectors({ bearer, clock, fetch }: ConnectorOptions): (serviceUrl: string) => Promise<Connector> {
  const clients = new Map<string, Client>();
  // Not handed to botbuilder: it would throw away the answer to a message that was sent just when time was up.
  const calls = new AsyncLocalStorage<{ readonly signal: AbortSignal; readonly query: string }>();
  const until = (signal: AbortSignal, call: () => Promise<{ id?: string }>, query = '') =>
    calls.run({ signal, query }, async () => (await call()).id);

  const carrier: HttpClient = {
    async sendRequest(request) {
      const call = calls.getStore();
      if (!call) throw new Error('The connector was called outside `until`.');
      const { signal, query } = call;
      const once = request.method === 'POST' && request.url.includes('/activities');
      const token = await bearer.token(signal);
      const answer = await exchange(fetch, {
        method: request.method,
        url: `${request.url}${query}`,
        headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json', authorization: `Bearer ${token}` },
        body: String(request.body),
        signal,
        once,
      });
      if (answer.status >= 200 && answer.status < 300) {
        const headers = request.headers.clone();
        for (const name of headers.headerNames()) headers.remove(name);
        headers.set('content-type', 'application/json');
        return { request, headers, status: answer.status, bodyAsText: isJson(answer.body) ? answer.body : '{}' };
      }
      const failure = failureOf(answer, { once, now: clock.now() });
      // A token that was good for a while may have been withdrawn; a new one that is refused won't get better.
      if (answer.status === 401 && bearer.forget(token)) throw new SendFailed(failure.code, failure.message, { retryable: true });
      throw failure;
    },
  };

  // The carrier signs: botbuilder's own credentials insist on Microsoft's login host.
  const credentials = { signRequest: async (request: Parameters<HttpClient['sendRequest']>[0]) => request };

  async function clientFor(serviceUrl: string): Promise<Client> {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const ConnectorClient = await connectorClient();
    const client = new ConnectorClient(credentials, { baseUri: serviceUrl, httpClient: carrier });
    if (clients.size >= clientsMax) clients.clear();
    clients.set(serviceUrl, client);
    return client;
  }

  return async (serviceUrl) => {
    const { conversations } = await clientFor(serviceUrl);
    return {
      send: (conversation, activity, signal) => until(signal, () => conversations.sendToConversation(conversation, activity)),
      whisper: (conversation, activity, signal) =>
        until(signal, () => conversations.sendToConversation(conversation, activity), '?isTargetedActivity=true'),
      reply: (conversation, to, activity, signal) => until(signal, () => conversations.replyToActivity(conversation, to, activity)),
      update: (conversation, id, activity, signal) => until(signal, () => conversations.updateActivity(conversation, id, activity)),
      create: (parameters, signal) => until(signal, () => conversations.createConversation(parameters)),
    };
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
