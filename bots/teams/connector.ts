import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity, ConfigurationBotFrameworkAuthentication, ConversationParameters } from 'botbuilder';
import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Bearer } from './bearer.ts';
import { exchange } from './exchange.ts';
import { failureOf } from './failures.ts';

/** The Bot Connector's calls that we make; each throws SendFailed. Ids are those Teams gave; undefined when its answer was cut off. */
export interface Connector {
  send(conversation: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  reply(conversation: string, to: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  update(conversation: string, id: string, activity: Partial<Activity>, signal: AbortSignal): Promise<string | undefined>;
  create(parameters: ConversationParameters, signal: AbortSignal): Promise<string | undefined>;
}

interface ConnectorOptions {
  readonly bearer: Bearer;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type Client = Awaited<ReturnType<Factory['create']>>;
type ClientOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;
type Credentials = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]>;

/**
 * The only file that knows botbuilder, which is loaded with the first call: its connector makes paths and bodies, our own `exchange` carries them. So a refusal is
 * ours to judge, and botbuilder's retries (three, unseen, behind our back) never begin, for they act on answers and the carrier throws.
 */
export function connectors({ bearer, clock, fetch }: ConnectorOptions): (serviceUrl: string) => Promise<Connector> {
  let factory: Promise<Factory> | undefined;
  const clients = new Map<string, Promise<Client>>();
  // Not handed to botbuilder: it would throw away the answer to a message that was sent just when time was up.
  const signals = new AsyncLocalStorage<AbortSignal>();
  const until = (signal: AbortSignal, call: () => Promise<{ id?: string }>) => signals.run(signal, async () => (await call()).id);

  const carrier: HttpClient = {
    async sendRequest(request) {
      const signal = signals.getStore();
      if (!signal) throw new Error('The connector was called outside `until`.');
      const once = request.method === 'POST' && request.url.includes('/activities');
      const token = await bearer.token(signal);
      const answer = await exchange(fetch, {
        method: request.method,
        url: request.url,
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

  async function open(): Promise<Factory> {
    const { default: botbuilder } = await import('botbuilder');
    const credentials: Credentials = {
      isValidAppId: async () => true,
      isAuthenticationDisabled: async () => false,
      // The carrier signs: botbuilder's own credentials insist on Microsoft's login host.
      createCredentials: async () => ({ signRequest: async (request) => request }),
    };
    const authentication = new botbuilder.ConfigurationBotFrameworkAuthentication({}, credentials, undefined, undefined, { httpClient: carrier });
    // It only asks whose claims these are, to sign with; and we sign.
    const nobody = { claims: [], getClaimValue: () => null } as unknown as Parameters<typeof authentication.createConnectorFactory>[0];
    return authentication.createConnectorFactory(nobody);
  }

  async function clientFor(serviceUrl: string): Promise<Client> {
    factory ??= open();
    return (await factory).create(serviceUrl, '');
  }

  return async (serviceUrl) => {
    let client = clients.get(serviceUrl);
    if (!client) {
      client = clientFor(serviceUrl);
      clients.set(serviceUrl, client);
    }
    const { conversations } = await client;
    return {
      send: (conversation, activity, signal) => until(signal, () => conversations.sendToConversation(conversation, activity)),
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
