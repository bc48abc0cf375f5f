import type { Channel } from '../../../shared/channel/channel.ts';
import type { Finding } from '../../core/finding.ts';
import { type Shown, shownIn } from '../published/shown.ts';
import type { Api } from '../server.ts';

/** Whether each platform lists the commands that are defined: the running server is asked, which has the tokens and what was published before. */
export async function checkPublished(on: readonly Channel[], server: Api | null): Promise<Finding[]> {
  const listing = on.filter((channel) => channel.listing);
  if (listing.length === 0) return [];
  if (!server)
    return listing.map(({ name }) => ({
      about: `${name}: list`,
      state: 'off',
      detail: 'compared while the server runs, or by `bellhop commands plan`',
    }));
  return shownIn(await server.ask('POST', '/api/local/commands/drift')).map((one) => drift(one));
}

/** Whether what a channel lists is what is defined. `stage`: of a stage on AWS. */
export function drift({ channel, changes, isPublished, error }: Shown, stage?: string): Finding {
  const about = `${channel}: list`;
  if (error) return { about, state: 'wrong', detail: error.message, hint: error.hint };
  if (changes.length === 0) return { about, state: 'ok', detail: 'what it lists is what is defined' };
  const at = stage === undefined ? channel : `${channel} --stage ${stage}`;
  const mend = `bellhop commands apply ${at}`;
  if (!isPublished) return { about, state: 'off', detail: `nothing was published from here yet: ${mend}` };
  const items = changes.reduce(
    (count, { added, removed, changed, reordered }) => count + added.length + removed.length + changed.length + (reordered ? 1 : 0),
    0,
  );
  return {
    about,
    state: 'wrong',
    detail: `${items} of what it lists ${items === 1 ? 'is' : 'are'} not as defined`,
    hint: `See bellhop commands plan ${at}, then ${mend}.`,
  };
}
