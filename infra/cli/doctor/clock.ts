import type { Channel, ChannelModule, Env } from '../../../shared/channel/channel.ts';
import type { Finding } from '../../core/finding.ts';

/** Signatures hold for 150 s (Alexa) to 300 s (Slack, Teams): well before that it is wrong. */
const skewMaxMs = 60_000;
const timeoutMs = 5_000;

/** This machine's clock against that of a platform that is on; a wrong clock makes every signature look stale. */
export async function checkClock(env: Env, modules: readonly ChannelModule[], on: readonly Channel[]): Promise<Finding> {
  const about = 'clock';
  const names = new Set(on.map((channel) => channel.name));
  const bases = modules
    .filter((module) => names.has(module.name))
    .flatMap((module) => module.settings)
    .flatMap(({ name, default: usual }) => env[name] ?? usual ?? [])
    .filter((value) => /^https?:/.test(value) && URL.canParse(value));
  for (const base of bases) {
    const skewMs = await skewAgainst(base);
    if (skewMs === null) continue;
    const detail = `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs < 0 ? 'behind' : 'ahead of'} ${new URL(base).host}`;
    if (Math.abs(skewMs) <= skewMaxMs) return { about, state: 'ok', detail };
    return {
      about,
      state: 'wrong',
      detail,
      hint: 'Let the machine set its clock (timedatectl set-ntp true): platforms refuse, and are refused, by it.',
    };
  }
  return { about, state: 'off', detail: `${new Date().toISOString()}; no platform is on to compare it with` };
}

async function skewAgainst(url: string): Promise<number | null> {
  try {
    const startedAt = Date.now();
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const told = Date.parse(response.headers.get('date') ?? '');
    // The header has whole seconds, and is of some moment between asking and hearing.
    return Number.isNaN(told) ? null : (startedAt + Date.now()) / 2 - (told + 500);
  } catch {
    return null; // Whether it can be reached, its own probe says.
  }
}
