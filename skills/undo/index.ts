import type { Skill } from '../../shared/command/skill.ts';
import { type UndoBook, undoBook } from '../../shared/flow/undoable.ts';
import { undo } from './undo.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What people can take back. */
    undos: UndoBook;
  }
}

export const skill: Skill = { name: 'undo', commands: [undo], services: (deps) => ({ undos: undoBook(deps) }) };
