import type { Channel } from '../../shared/channel/channel.ts';
import type { ListingFile } from '../../shared/channel/listing.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { BellhopError, Refusal } from '../../shared/errors.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import { type Applied, apply, filesOf, type Listed, listed, type Plan, plan, rollback } from '../../shared/publish/publish.ts';
import { usesIn } from '../../shared/publish/rank.ts';
import type { Secrets } from '../../shared/secrets/secrets.ts';
import type { Store } from '../../shared/store/store.ts';

/** `drift`: a plan that use alone changes nothing in. */
export const publishActions = ['plan', 'apply', 'rollback', 'files', 'drift'] as const;
export type PublishAction = (typeof publishActions)[number];

/** What came of it on one channel; `error`: nothing was changed there. */
export type Published =
  | ({ readonly error?: undefined } & (Plan | Applied))
  | { readonly channel: string; readonly error?: undefined; readonly files: readonly ListingFile[]; readonly mend: string }
  | { readonly channel: string; readonly error: { readonly code: string; readonly message: string; readonly hint?: string } };

export interface PublishParts {
  readonly on: readonly Channel[];
  readonly store: Store;
  /** Has what was done lately: what is used most stands first in lists. */
  readonly inbox: Pick<Inbox, 'list'>;
  readonly secrets: Pick<Secrets, 'get' | 'put'>;
  readonly commands: readonly AnyCommand[];
}

/** What came of it as JSON holds it: bytes of a file as base64. */
export const inJson = (all: readonly Published[]) =>
  all.map((one) =>
    'files' in one
      ? {
          ...one,
          files: one.files.map(({ name, content }) =>
            typeof content === 'string' ? { name, text: content } : { name, base64: Buffer.from(content).toString('base64') },
          ),
        }
      : one,
  );

/** What a platform may take to answer, ms. */
const publishMs = 180_000;

/** Does it on one channel, or on each that lists commands, side by side; what goes wrong on one keeps no other from it. Throws Refusal for a channel that lists none. */
export async function published(
  action: PublishAction,
  only: string | undefined,
  { on, store, inbox, secrets, commands }: PublishParts,
): Promise<readonly Published[]> {
  const all = listed(on);
  const meant = only === undefined ? all : all.filter(({ name }) => name === only);
  if (only !== undefined && meant.length === 0)
    throw new Refusal('not_listed', `"${only}" is off, or lists no commands.`, {
      hint: `On, and listing commands: ${all.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  const uses = action === 'drift' || action === 'rollback' || meant.length === 0 ? {} : { uses: await usesIn(inbox) };
  const deps = { store, secrets, commands, ...uses, signal: AbortSignal.timeout(publishMs) };
  return Promise.all(
    meant.map((channel) =>
      Promise.resolve(done(action, channel, deps)).catch((cause: unknown): Published => {
        if (!(cause instanceof BellhopError)) throw cause;
        const { code, message, hint } = cause;
        return { channel: channel.name, error: { code, message, ...(hint === undefined ? {} : { hint }) } };
      }),
    ),
  );
}

async function done(action: PublishAction, channel: Listed, deps: Parameters<typeof plan>[1]): Promise<Published> {
  if (action === 'files') return { channel: channel.name, files: await filesOf(channel, deps), mend: channel.listing.mend };
  return { plan, drift: plan, apply, rollback }[action](channel, deps);
}
