import { join } from 'node:path';
import { skills } from '../hostile/world.ts';

/** Folders of skills beside Bellhop's own, the same in each world. */
export const ownSkills: readonly string[] = [skills, join(import.meta.dirname, 'skills')];
