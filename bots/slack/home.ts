import type { Place } from '../../shared/channel/inbound.ts';
import type { SlackBlock } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { sizeOf } from './pack.ts';
import { type Fields, fieldsOf, idOf } from './payload.ts';

/** What stands in somebody's Home tab, as views.publish takes it. */
export type HomeView = {
  readonly type: 'home';
  /** The person's direct messages, which a press there is answered in: Slack tells of no conversation with one. */
  readonly private_metadata: string;
  readonly blocks: readonly SlackBlock[];
};

/** Whether what is said here stands in the Home tab. */
export const isHome = ({ via }: Place) => via?.view === 'home';

/** One view holds all that is said: what is too much for it is left out. */
export function homeView(blocks: readonly SlackBlock[], { conversation }: Place): HomeView {
  let room = slackLimits.viewText;
  const fitting = blocks.slice(0, slackLimits.viewBlocks).filter((block) => {
    room -= sizeOf(block);
    return room >= 0;
  });
  return { type: 'home', private_metadata: conversation, blocks: fitting };
}

/** Of a press in our Home tab, the direct messages beside it. */
export function homeOf(payload: Fields): string | undefined {
  const view = fieldsOf(payload.view);
  return view?.type === 'home' ? idOf(view.private_metadata) : undefined;
}
