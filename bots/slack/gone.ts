import type { Received } from '../../shared/channel/channel.ts';
import { StorageFailed } from '../../shared/errors.ts';
import { failure } from '../../shared/flow/ingress.ts';
import { installationOf } from './event.ts';
import type { Installs } from './installs.ts';
import { type Fields, fieldsOf } from './payload.ts';

/** Installing again may revoke the token before, and Slack tells of that a moment after the new one is ours, ms. Who takes the app out is told of by `app_uninstalled` as well. */
const replacedMs = 60_000;

/**
 * What Slack tells when somebody takes the app out of a workspace: `app_uninstalled`, and `tokens_revoked` of its bot, in any order. The token is then deleted, but for one that was given since:
 * an event may come five minutes late. Unkept it is answered 503, and Slack tells it again.
 */
export function goneReader(installs: Installs): (callback: Fields) => Promise<Received> | null {
  return (callback) => {
    const event = fieldsOf(callback.event);
    const tenant = isGone(event) ? installationOf(callback) : undefined;
    if (tenant === undefined) return null;
    // Events have whole seconds: the last moment of it counts.
    const at = Number(callback.event_time) * 1_000 + 999;
    return installs.gone(tenant, event?.type === 'tokens_revoked' ? at - replacedMs : at).then(
      (): Received => ({ kind: 'nothing', ack: { status: 200 } }),
      (cause): Received => {
        if (!(cause instanceof StorageFailed)) throw cause;
        return { kind: 'refused', reason: 'storage', ack: failure(503, cause.code, cause.message) };
      },
    );
  };
}

function isGone(event: Fields | undefined): boolean {
  if (event?.type === 'app_uninstalled') return true;
  const bots = event?.type === 'tokens_revoked' ? fieldsOf(event.tokens)?.bot : undefined;
  return Array.isArray(bots) && bots.length > 0;
}
