import type { ChannelKept } from '../../shared/channel/channel.ts';
import { collection } from '../../shared/store/store.ts';

/** The app in one workspace, or in all of an organisation: as whom it speaks there. JSON, sealed at rest. */
export interface Install {
  /** Whom its places name: the workspace's id, or the organisation's where it is installed for all of it. */
  readonly tenant: string;
  /** What people call it. */
  readonly name: string;
  readonly token: string;
  /** Where the app rotates its tokens: what gives the next one, and when this one ends, ms since 1970 (Slack: Using token rotation). */
  readonly refresh?: { readonly token: string; readonly endsAt: number };
  /** ms since 1970. */
  readonly at: number;
}

/** What may be known of it without opening the token: by bot and tenant. */
const installRecords = collection<Pick<Install, 'name' | 'at'>>('slack_installs', {});

/** The workspaces that installed the app. All throw StorageFailed. */
export interface Installs {
  /** Null where it isn't installed. */
  of(tenant: string): Promise<Install | null>;
  /** In place of what was there. */
  keep(install: Install): Promise<void>;
  /** It was taken out there at `at`, ms since 1970: what was installed since stays. Opens no token. */
  gone(tenant: string, at: number): Promise<void>;
  /** At most 1,000 of them. */
  tenants(): Promise<readonly string[]>;
}

export function installsIn({ store, secrets }: ChannelKept, bot: string): Installs {
  const prefix = `slack/${bot}/`;
  const nameOf = (tenant: string) => prefix + tenant;
  return {
    async of(tenant) {
      // A delivery names it: what is no id of Slack's names no secret either.
      const kept = isTenant(tenant) ? await secrets.get(nameOf(tenant)) : null;
      return kept === null ? null : (JSON.parse(kept) as Install); // We kept it.
    },
    async keep(install) {
      const { tenant, name, at } = install;
      await secrets.put(nameOf(tenant), JSON.stringify(install));
      await store.put(installRecords, `${bot}/${tenant}`, { name, at });
    },
    async gone(tenant, at) {
      const record = isTenant(tenant) ? await store.get(installRecords, `${bot}/${tenant}`) : null;
      if (!record || at < record.value.at) return;
      await secrets.delete(nameOf(tenant));
      await store.delete(installRecords, `${bot}/${tenant}`);
    },
    tenants: async () => (await secrets.list(prefix, { limit: 1_000 })).names.map((name) => name.slice(prefix.length)),
  };
}

/** An id of a workspace or an organisation. */
const isTenant = (id: string) => /^[A-Z0-9]{2,40}$/.test(id);
