import type { Part } from '../part.ts';
import { checksPart } from './checks.ts';
import { routesPart } from './routes.ts';
import { schedulesPart } from './schedules.ts';

/** What a file may have lists of, in the order in which it is applied. */
export const parts: readonly Part[] = [checksPart, schedulesPart, routesPart];
