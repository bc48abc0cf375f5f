import { SendFailed } from '../../shared/errors.ts';
import { type GraphApi, graphApi } from './api.ts';
import { isId } from './fields.ts';
import type { MessengerConfig } from './settings.ts';

/** The Graph API as each Page whose token is set. */
export interface Pages {
  /** As that Page; the only one there is, whichever is named. Throws SendFailed, also where no token is of it. */
  of(page: string, signal: AbortSignal): Promise<GraphApi>;
  /** In the order of the setting; at least one. */
  readonly all: readonly GraphApi[];
  /** As all of them, for what is the same at each: the first is asked, and all are told. */
  readonly every: GraphApi;
}

/** Whose token each is Messenger tells, once, where there are several. `callMs`: how long one call may take. */
export function pagesOf({ pageTokens, ...config }: MessengerConfig, callMs?: number): Pages {
  const all = pageTokens.map((pageToken) => graphApi({ ...config, pageToken }, callMs));
  const known = new Map<string, GraphApi>();
  const [first = graphApi({ ...config, pageToken: '' })] = all;

  async function lookFor(page: string, signal: AbortSignal): Promise<GraphApi> {
    let failed: unknown;
    for (const api of all.filter((one) => ![...known.values()].includes(one))) {
      try {
        const { id } = await api.call('GET', 'me', { fields: 'id' }, signal);
        if (isId(id)) known.set(id, api);
        if (id === page) return api;
      } catch (cause) {
        failed = cause;
      }
    }
    throw (
      failed ??
      new SendFailed('messenger_no_token', `No token of MESSENGER_PAGE_TOKEN is of the Page ${page}.`, {
        lockedOut: true,
        hint: 'Add the access token of that Page to MESSENGER_PAGE_TOKEN, with a comma between.',
      })
    );
  }

  return {
    all,
    of: async (page, signal) => (all.length === 1 ? first : (known.get(page) ?? lookFor(page, signal))),
    every: {
      async call(method, path, params, signal) {
        const answer = await first.call(method, path, params, signal);
        if (method !== 'GET') for (const api of all.slice(1)) await api.call(method, path, params, signal);
        return answer;
      },
    },
  };
}
