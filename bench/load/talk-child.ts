import type { Keys } from '../platforms/keys.ts';
import { answers } from '../process/answers.ts';
import { percentile } from '../statistics.ts';
import { openTalk, type Talk } from './roundtrip.ts';

/** What the platform is told to send. */
export interface Errand {
  readonly port: number;
  readonly count: number;
  readonly perSecond: number;
  readonly patienceMs: number;
}

/** What it tells of it. */
export interface ErrandReport {
  readonly sent: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly repeated: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly allMs: number;
}

let open: Talk | undefined;

answers({
  async open({ keys, text }: { readonly keys: Keys; readonly text: string }): Promise<string> {
    open = await openTalk(keys, text);
    return open.apiUrl;
  },
  async talk({ port, count, perSecond, patienceMs }: Errand): Promise<ErrandReport> {
    if (!open) throw new Error('Nothing is open.');
    const { tookMs, ...told } = await open.talk(port, count, perSecond, patienceMs);
    const known = tookMs.length > 0;
    return { ...told, p50Ms: known ? percentile(tookMs, 50) : Number.NaN, p99Ms: known ? percentile(tookMs, 99) : Number.NaN };
  },
});
