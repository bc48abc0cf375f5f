import type { Skill } from '../../shared/command/skill.ts';
import { answer } from './answer.ts';
import { type KeptForThem, keptForThem } from './kept.ts';
import { missed } from './missed.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What was said to people while nothing reached them. */
    kept: KeptForThem;
  }
}

export const skill: Skill = {
  name: 'answer',
  commands: [answer, missed],
  services: (deps) => ({ kept: keptForThem(deps) }),
};
