import type { Place } from '../../shared/channel/inbound.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { sizes } from './limits.ts';

/** What a client asks for to refresh a card. */
const verb = 'bellhop:view';

/** An Adaptive Card, as JSON. */
export type Card = Readonly<Record<string, unknown>>;

/**
 * Whom alone the buttons of a reply are for, by Teams' own ids: those it concerns, where all of them are known here, or who is asked a question among others. None: they are for everybody, or
 * nobody else is there.
 */
export function concernedIn({ concerns, asks, form, actions = [], visibility }: Reply, { channel, tenant, direct, via }: Place): readonly string[] {
  if (direct || visibility === 'private' || form || actions.length === 0) return [];
  const asked = asks && actions.every(({ only }) => only !== undefined) ? [{ channel, tenant, via }] : [];
  const ids = (concerns ?? asked).map((one) => (one.channel === channel && one.tenant === tenant ? one.via?.userId : undefined));
  const known = ids.filter((id) => id !== undefined);
  return known.length === ids.length && known.length <= sizes.views ? [...new Set(known)] : [];
}

/**
 * A card that shows more to those it concerns: their clients fetch that by themselves, those of others when they are asked to (msteams-docs, "User Specific Views"). What they are shown travels with the card, so that
 * a way in can give it without reading anything.
 */
export const withView = (card: Card, view: Card, userIds: readonly string[]): Card => ({
  ...card,
  refresh: { action: { type: 'Action.Execute', title: '↻', verb, data: { bellhop: { view } } }, userIds },
});

/** The view that a client asks for, as we sent it, or as its person made it up for themselves; null when it asks for none. */
export function viewIn(value: Readonly<Record<string, unknown>> | undefined): Card | null {
  const { action } = (value ?? {}) as {
    readonly action?: { readonly verb?: unknown; readonly data?: { readonly bellhop?: { readonly view?: unknown } | null } | null } | null;
  };
  const view = action?.verb === verb ? action.data?.bellhop?.view : undefined;
  return typeof view === 'object' && view !== null && 'type' in view && view.type === 'AdaptiveCard' ? (view as Card) : null;
}
