import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { SkillDeps, SkillPage } from '../../shared/command/skill.ts';
import { InboxFull, StorageFailed } from '../../shared/errors.ts';
import { collection } from '../../shared/store/store.ts';
import { tenantOf } from './incident.ts';
import { alertsIn, type Told } from './told.ts';

/** Another program's way to tell of incidents: an address of its own, bound to whose it is and where it is told. */
export interface Hook {
  /** Follows from the key it was made under. */
  readonly id: string;
  /** How people call it: "grafana". */
  readonly name: string;
  readonly place: Place;
  readonly from: Speaker;
  readonly locale: string;
  /** ms since 1970. */
  readonly madeAt: number;
}

/** By id; `tenant`: all of a tenant, by name. */
export const hooks = collection<Hook>('hooks', { indexes: { tenant: ({ place, name }) => ({ partition: tenantOf(place), sort: name }) } });

export interface Hooks {
  /** Made again under its key, it stays one. */
  add(key: string, hook: Omit<Hook, 'id' | 'madeAt'>): Promise<Hook>;
  /** Where the other program tells it: whoever knows this may. */
  address(hook: Hook): string;
  /** A place's tenant's, by name. May miss what changed in the last seconds. */
  list(place: Pick<Place, 'channel' | 'tenant'>): Promise<readonly Hook[]>;
  /** Nothing is taken there any more. */
  remove(id: string): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    hooks: Hooks;
  }
}

export const hooksPath = '/hooks';
const listedMax = 200;

export function hookBook({ store, clock, env, url }: Pick<SkillDeps, 'store' | 'clock' | 'env' | 'url'>): Hooks {
  return {
    async add(key, given) {
      const id = createHash('sha256').update(`hook/${key}`).digest('hex').slice(0, 24);
      const known = await store.get(hooks, id);
      if (known) return known.value;
      const hook = { ...given, id, madeAt: clock.now() };
      await store.put(hooks, id, hook);
      return hook;
    },
    address: ({ id }) => `${url}${hooksPath}/${hookToken(env.BELLHOP_KEY ?? '', id)}`,
    list: async (place) =>
      (await store.query(hooks, { index: 'tenant', partition: tenantOf(place), limit: listedMax })).items.map(({ value }) => value),
    async remove(id) {
      await store.delete(hooks, id);
    },
  };
}

const signatureOf = (key: string, id: string) => createHmac('sha256', key).update(`bellhop/hook\n${id}`).digest('base64url').slice(0, 22);

/** What a hook's address ends with: its id, and a signature by the installation's key. */
export const hookToken = (key: string, id: string): string => `${id}${signatureOf(key, id)}`;

/** The hook whose token it is; null for one that is none of ours. */
function hookOf(key: string, token: string): string | null {
  const [, id = '', signature = ''] = /^([0-9a-f]{24})([\w-]{22})$/.exec(token) ?? [];
  return id !== '' && timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(key, id))) ? id : null;
}

const answered = (status: number, body: object, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
const refused = (status: number, error: { readonly code: string; readonly message: string; readonly hint: string }) => answered(status, { error });

/**
 * `POST /hooks/TOKEN`: what Alertmanager, Grafana or any other program tells, each alert a command that is kept before this is answered. Told again, it is one: by `fingerprint:startsAt:status` of an alert of
 * Alertmanager's, by the header `idempotency-key` of any other. What can't be kept now is 503, and those programs tell it again.
 */
export const hookPage: SkillPage = {
  methods: ['POST'],
  under: hooksPath,
  async answer(token, deps, { body, headers }) {
    const { store, clock, env } = deps;
    const id = hookOf(env.BELLHOP_KEY ?? '', token);
    const hook = id === null ? null : (await store.get(hooks, id))?.value;
    if (!hook)
      return refused(401, { code: 'no_hook', message: 'This address is none that tells of incidents.', hint: 'Make one in a chat: hook grafana.' });
    const alerts = alertsIn(body, headers['idempotency-key'], clock.now());
    if ('message' in alerts)
      return refused(400, {
        code: 'malformed',
        message: alerts.message,
        hint: "Send Alertmanager's JSON, or an object with `what`, `why`, `state`, `level`, `key`.",
      });
    try {
      for (const alert of alerts) await report(hook, alert, deps);
    } catch (cause) {
      if (!(cause instanceof InboxFull || cause instanceof StorageFailed)) throw cause;
      return answered(503, { error: { code: cause.code, message: cause.message, hint: 'Send it again.' } }, { 'retry-after': '10' });
    }
    return answered(200, { accepted: alerts.length });
  },
};

function report(
  { id, place: { message: _, ...place }, from, locale }: Hook,
  { delivery, at, tags, key, ...args }: Told,
  { issue }: Pick<SkillDeps, 'issue'>,
) {
  return issue({
    key: `hook/${id}/${delivery}`,
    name: 'incident',
    raw: { args: { ...args, key: `hook/${id}/${key}`, ...(tags.length > 0 ? { tags: tags.join(' ') } : {}) } },
    from,
    place,
    priority: 'alert',
    saidAt: at,
    locale,
  });
}
