import type { Skill } from '../../shared/command/skill.ts';
import { type ApprovalBook, approvalBook } from '../../shared/flow/approval/approvals.ts';
import { approval } from './approval.ts';
import { approve } from './approve.ts';
import { refuse } from './refuse.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What waits for a second person. */
    approvals: ApprovalBook;
  }
}

export const skill: Skill = { name: 'approve', commands: [approve, refuse, approval], services: (deps) => ({ approvals: approvalBook(deps) }) };
