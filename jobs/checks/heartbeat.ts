import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SkillPage } from '../../shared/command/skill.ts';
import { collection } from '../../shared/store/store.ts';
import { checks } from './check.ts';

/** When something reported in last, ms since 1970, by its check's id. */
export const heartbeats = collection<{ readonly at: number }>('heartbeats', {});

export const heartbeatsPath = '/heartbeat';
/** Reports within so long, ms, are one. */
const oneMs = 1_000;

const signatureOf = (key: string, id: string) => createHmac('sha256', key).update(`bellhop/heartbeat\n${id}`).digest('base64url').slice(0, 22);

/** What the address of a check's heartbeat ends with: its id, and a signature by the installation's key. */
export const tokenOf = (key: string, id: string): string => `${id}${signatureOf(key, id)}`;

/** The check whose heartbeat a token is; null for one that is none of ours. */
export function checkOf(key: string, token: string): string | null {
  const [, id = '', signature = ''] = /^([0-9a-f]{24})([\w-]{22})$/.exec(token) ?? [];
  return id !== '' && timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(key, id))) ? id : null;
}

const answered = (status: number, body: object) => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** `GET, POST /heartbeat/TOKEN`: a job somewhere else says that it is alive; kept before it is answered. `seen` hears whose it was. A HEAD says nothing: what shows previews of links asks so. */
export const heartbeatPage = (seen: (deps: Parameters<SkillPage['answer']>[1], check: string) => void): SkillPage => ({
  methods: ['GET', 'POST'],
  under: heartbeatsPath,
  async answer(token, deps, { isHead }) {
    const { store, clock, env } = deps;
    const id = checkOf(env.BELLHOP_KEY ?? '', token);
    const check = id === null ? null : await store.get(checks, id);
    if (id === null || check?.value.kind !== 'heartbeat')
      return answered(404, {
        error: { code: 'no_heartbeat', message: 'Nothing waits for this heartbeat.', hint: 'Take the address that `watch heartbeat` answers.' },
      });
    const at = clock.now();
    const last = (await store.get(heartbeats, id))?.value.at ?? 0;
    if (!isHead && Math.abs(at - last) >= oneMs) {
      await store.put(heartbeats, id, { at });
      seen(deps, id);
    }
    return answered(200, { ok: true });
  },
});
