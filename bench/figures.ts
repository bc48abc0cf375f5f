import { accept } from './accept.ts';
import { alert } from './alert.ts';
import { awsIngress } from './aws-ingress.ts';
import { awsSimulation } from './aws-simulation.ts';
import { awsTimers } from './aws-timers.ts';
import { checks } from './checks.ts';
import { cost } from './cost.ts';
import type { Figure } from './figure.ts';
import { memory } from './memory.ts';
import { publish } from './publish.ts';
import { resolved } from './resolve.ts';
import { roundtrip } from './roundtrip.ts';
import { series } from './series.ts';
import { size } from './size.ts';
import { start } from './start.ts';
import { timers } from './timers.ts';

/** All figures, in the order they are measured. */
export const figures: readonly Figure[] = [
  accept,
  roundtrip,
  memory,
  start,
  size,
  resolved,
  publish,
  timers,
  checks,
  alert,
  series,
  cost,
  awsIngress,
  awsTimers,
  awsSimulation,
];
