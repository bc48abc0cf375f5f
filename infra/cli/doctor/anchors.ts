import { anchorsOf, reaches } from '../../../shared/net/anchors.ts';
import type { Finding } from '../../core/finding.ts';

/** Whether the hosts take a connection by which a network of this machine's own that is down is known. */
export async function checkAnchors(setting: string | undefined): Promise<Finding> {
  const about = 'anchors';
  const anchors = anchorsOf(setting) ?? [];
  if (anchors.length === 0)
    return {
      about,
      state: 'off',
      detail: 'Set BELLHOP_ANCHORS, so that nobody is told of each site when it is this machine’s network that is down.',
    };
  const there = await Promise.all(anchors.map((anchor) => reaches(anchor)));
  const away = anchors.filter((_, i) => !there[i]).map(({ host, port }) => `${host}:${port}`);
  if (away.length === 0) return { about, state: 'ok', detail: `${anchors.length === 1 ? 'it takes' : 'all take'} a connection` };
  return {
    about,
    state: 'wrong',
    detail: `${away.join(', ')} took no connection within 3 s`,
    hint: 'Name hosts in BELLHOP_ANCHORS that are reached from this machine.',
  };
}
