import { labelOf } from '../../../shared/channel/bots.ts';
import type { Finding } from '../../core/finding.ts';
import { probe } from '../../local/reach.ts';
import type { Opened } from '../../settings/channels.ts';

/** Each channel: asked for real when it is on; when it is off, what turns it on. */
export async function checkChannels({ on, off }: Opened): Promise<Finding[]> {
  const tried = on.map(async (channel): Promise<Finding> => {
    const { ok, detail, hint } = await probe(channel, AbortSignal.timeout(15_000));
    return { about: labelOf(channel), state: ok ? 'ok' : 'wrong', detail, hint: ok ? undefined : hint };
  });
  return [...(await Promise.all(tried)), ...off.map(({ name, why }): Finding => ({ about: name, state: 'off', detail: why }))];
}
