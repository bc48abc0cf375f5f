import { dice } from '../../shared/timers/dice.ts';
import type { Gauge } from './gauge.ts';
import { type StageInput, simulate } from './stage.ts';

/** What of a stage is raised above what it comes with. */
export interface Raised {
  readonly what: string;
  readonly warm?: number;
  readonly concurrency?: number;
  readonly account?: number;
  readonly requestsPerSecond?: number;
  readonly workShards?: number;
}

export interface Saturated {
  /** Commands a second that are taken and answered. */
  readonly perSecond: number;
  /** What is full beyond that, first. */
  readonly by: Gauge | undefined;
}

/** Answered within this, s: a stage that takes more falls behind. */
const lateS = 5;
/** The rate is reached within a minute, and stays for so long, s. */
const [upS, staysS] = [60, 60];

/**
 * The most commands a second that a stage takes without a refusal and answers within 5 s, to a fiftieth, and what is full beyond. Flat, after a minute of growing: in each second as
 * many as happen to come.
 */
export function saturates(input: Omit<StageInput, 'random'>): Saturated {
  const at = (rate: number) => {
    const ran = simulate({ ...input, random: dice(5) }, (second) => rate * Math.min(1, second / upS), 0, upS + staysS);
    return { isWell: ran.refusedAtDoor === 0 && ran.all.percentile(99.9) <= lateS, gauges: ran.gauges };
  };
  let [well, bad] = [25, 25];
  let by: Gauge | undefined;
  while (bad === well || bad / well > 1.02) {
    const rate = bad === well ? well * 2 : Math.sqrt(well * bad);
    const { isWell, gauges } = at(rate);
    if (isWell) {
      if (bad === well) bad = rate;
      well = rate;
      continue;
    }
    bad = rate;
    by = firstOf(gauges);
  }
  return { perSecond: well, by };
}

/** What refuses counts before what lets wait: a queue that is read by as many as may is full, and may still keep up. */
function firstOf(gauges: readonly Gauge[]): Gauge | undefined {
  const full = gauges.filter(({ refused }) => refused > 0);
  const refusing = full.filter(({ isQueue }) => !isQueue).toSorted((a, b) => a.fullAt - b.fullAt);
  return refusing[0] ?? full.toSorted((a, b) => b.refused - a.refused)[0];
}
