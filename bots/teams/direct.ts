import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Connector } from './connector.ts';
import { sending } from './limits.ts';

/** The conversations with one person alone that we opened, by tenant and person. */
export interface DirectConversations {
  /** The one with the place's person: `known` from before, or opened now. Throws SendFailed. */
  open(connector: Connector, place: Place, signal: AbortSignal): Promise<{ readonly id: string; readonly known: boolean }>;
  /** It is gone: the next is opened anew. */
  forget(place: Place): void;
}

export function directConversations(appId: string): DirectConversations {
  const known = new Map<string, string>();
  const personOf = (place: Place) => place.via?.userId ?? place.user ?? '';
  const keyOf = (place: Place) => `${place.tenant}/${personOf(place)}`;

  return {
    async open(connector, place, signal) {
      const before = known.get(keyOf(place));
      if (before) return { id: before, known: true };
      const id = await connector.create(
        {
          isGroup: false,
          bot: { id: place.via?.botId ?? `28:${appId}`, name: '' },
          members: [{ id: personOf(place), name: '' }],
          tenantId: place.tenant,
          channelData: { tenant: { id: place.tenant } },
        } as Parameters<Connector['create']>[0], // The schema's type asks for members that Teams doesn't.
        signal,
      );
      // Opening it again gives the same one, so half an answer costs nothing but another try.
      if (!id) throw new SendFailed('teams_unreachable', 'Teams opened a conversation and did not say which.', { retryable: true });
      if (known.size >= sending.directMax) known.clear();
      known.set(keyOf(place), id);
      return { id, known: false };
    },
    forget: (place) => void known.delete(keyOf(place)),
  };
}
