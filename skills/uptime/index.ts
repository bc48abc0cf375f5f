import type { Skill } from '../../shared/command/skill.ts';
import { check } from './check.ts';

export const skill: Skill = { name: 'uptime', commands: [check] };
