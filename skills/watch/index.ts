import type { Skill } from '../../shared/command/skill.ts';
import { silence, unsilence, unwatch } from './change.ts';
import { checks } from './checks.ts';
import { watch } from './watch.ts';

export const skill: Skill = { name: 'watch', commands: [watch, checks, unwatch, silence, unsilence] };
