import type { Skill } from '../../shared/command/skill.ts';
import { type Resumer, resumer } from '../../shared/flow/resume.ts';
import { goOn } from './continue.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** The questions that wait for people. */
    questions: Resumer;
  }
}

export const skill: Skill = { name: 'continue', commands: [goOn], services: (deps) => ({ questions: resumer(deps) }) };
