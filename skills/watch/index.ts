import type { Skill } from '../../shared/command/skill.ts';
import { badge } from './badge.ts';
import { silence, unsilence, unwatch } from './change.ts';
import { checks } from './checks.ts';
import { uptime } from './uptime.ts';
import { watch } from './watch.ts';

export const skill: Skill = { name: 'watch', commands: [watch, checks, uptime, badge, unwatch, silence, unsilence] };
