import type { HttpAnswer } from '../../shared/channel/channel.ts';
import type { StorageWatch } from './storage-watch.ts';

/** Whether a channel's platform can be reached, as far as anyone has seen. */
export interface Reach {
  readonly ok: boolean;
  readonly detail: string;
  /** ms since 1970. */
  readonly at: number;
}

/** What `/readyz` and `status` tell. */
export class Health {
  #phase: 'starting' | 'ready' | 'stopping' = 'starting';
  readonly #reaches = new Map<string, Reach>();
  readonly #storage: Pick<StorageWatch, 'problem'>;

  constructor(storage: Pick<StorageWatch, 'problem'>) {
    this.#storage = storage;
  }

  ready(): void {
    if (this.#phase === 'starting') this.#phase = 'ready';
  }

  stopping(): void {
    this.#phase = 'stopping';
  }

  /** Answers whether this is news: the platform came or went. */
  reached(channel: string, reach: Reach): boolean {
    const before = this.#reaches.get(channel);
    this.#reaches.set(channel, reach);
    return before?.ok !== reach.ok;
  }

  /** Why its platform is not reached; undefined while it is, or nothing has been seen. */
  troubleOf(channel: string): string | undefined {
    const reach = this.#reaches.get(channel);
    return reach && !reach.ok ? reach.detail : undefined;
  }

  /** 200 as soon as commands can be accepted, 503 while they can't, with the reasons; a platform that can't be reached is named, and holds nobody up. */
  async readyz(channels: readonly string[]): Promise<HttpAnswer> {
    const problem = await this.#storage.problem();
    const status = this.#phase === 'ready' && problem !== null ? 'failing' : this.#phase;
    const body = {
      status,
      ...(problem === null ? {} : { reasons: [problem] }),
      channels: Object.fromEntries(
        channels.map((name) => {
          const reach = this.#reaches.get(name);
          return [name, reach ? { ok: reach.ok, detail: reach.detail, at: new Date(reach.at).toISOString() } : { ok: null, detail: 'not tried yet' }];
        }),
      ),
    };
    const isReady = status === 'ready';
    return {
      status: isReady ? 200 : 503,
      headers: { 'content-type': 'application/json', ...(isReady ? {} : { 'retry-after': '1' }) },
      body: JSON.stringify(body),
    };
  }
}
