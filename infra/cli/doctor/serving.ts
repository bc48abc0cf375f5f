import type { Finding } from '../../core/finding.ts';
import { bind } from '../../local/listen.ts';
import type { CoreSettings } from '../../settings/core.ts';
import type { Api } from '../server.ts';

const timeoutMs = 5_000;

/** Whether it can listen, or does; and whether BELLHOP_URL leads here. */
export async function checkServer({ host, port, url }: CoreSettings, server: Api | null): Promise<Finding[]> {
  const listening = server ? await running(server) : await free(host, port);
  if (url === undefined) return [listening];
  return [listening, server ? await reached(url, server) : { about: 'BELLHOP_URL', state: 'off', detail: `${url} is tried while the server runs` }];
}

async function free(host: string, port: number): Promise<Finding> {
  try {
    const bound = await bind(host, port);
    bound.server.close();
    return { about: 'server', state: 'ok', detail: `not running; ${host}:${port} is free` };
  } catch (cause) {
    return {
      about: 'server',
      state: 'wrong',
      detail: cause instanceof Error ? cause.message : String(cause),
      hint: 'Stop that program, or set another PORT.',
    };
  }
}

async function running({ origin }: Api): Promise<Finding> {
  const answer = await json(`${origin}/readyz`);
  if (answer?.status === 'ready') return { about: 'server', state: 'ok', detail: `running and ready at ${origin}` };
  const reasons = Array.isArray(answer?.reasons) ? `: ${answer.reasons.join(' ')}` : '';
  return { about: 'server', state: 'wrong', detail: `running at ${origin} and not ready${reasons}`, hint: 'See its log.' };
}

async function reached(url: string, { origin }: Api): Promise<Finding> {
  const answer = await json(`${url}/healthz`);
  if (answer?.status === 'ok') return { about: 'BELLHOP_URL', state: 'ok', detail: `${url} leads here` };
  return {
    about: 'BELLHOP_URL',
    state: 'wrong',
    detail: `${url}/healthz does not answer as ${origin} does`,
    hint: 'Let that address lead to this server (proxy, tunnel, DNS), or mend BELLHOP_URL.',
  };
}

async function json(url: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const answer: unknown = await (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).json();
    return typeof answer === 'object' && answer !== null ? { ...answer } : null;
  } catch {
    return null; // Not reached, or not us: either way it isn't right.
  }
}
