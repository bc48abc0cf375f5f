import type { Place } from '../../shared/channel/inbound.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { toldBook } from '../../shared/flow/told.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { answer } from './answer.ts';
import { type KeptForThem, keptForThem } from './kept.ts';
import { missed } from './missed.ts';
import { more } from './more.ts';
import { sendFilesOf } from './send-files.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What was said to people while nothing reached them. */
    kept: KeptForThem;
    /** The last reply there, of channels that tell long answers in parts; null: none, or too long ago. */
    lastTold(place: Place): Promise<Reply | null>;
  }
}

export const skill: Skill = {
  name: 'answer',
  commands: [answer, missed, more, sendFilesOf],
  services: (deps) => ({
    kept: keptForThem(deps),
    async lastTold(place) {
      const last = await toldBook(deps).last(place);
      return last ? ((await deps.inbox.read(last.command))?.replies[last.reply] ?? null) : null;
    },
  }),
};
