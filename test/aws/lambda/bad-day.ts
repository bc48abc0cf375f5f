import { dice } from '../../../shared/timers/dice.ts';
import type { StageMood } from './stage.ts';
import type { Meddling, WireAnswer } from './wire.ts';

/** What may become of one try of a call, and how often, of 100. No call has more than one try that goes badly: what happens when all of them do has tests of its own. */
const fates = {
  /** Refused for now. */
  throttled: 2,
  /** It never arrives, and the connection breaks. */
  lost: 4,
  /** It is carried out, and its answer is lost. */
  unanswered: 4,
  /** It is carried out twice; the second answer comes. */
  twice: 4,
  slow: 4,
} as const;

const slowMs = 60;
/** How often queues, events and platforms tell something twice, of 100. */
const twiceOf100 = 20;
const lateMs = 40;

/**
 * A stage's surroundings on a bad day, all of which AWS and the platforms permit: messages come late, out of order, in other batches and twice, events and requests twice, and
 * calls of services fail, or seem to.
 */
export function badDay(seed: number): StageMood {
  const roll = dice(seed);
  const some = (of100: number) => roll() * 100 < of100;
  const shuffled = <T>(all: readonly T[]): T[] =>
    all
      .map((one) => ({ one, at: roll() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  return {
    queues: {
      deal(messages) {
        const all = shuffled(messages);
        const cut = Math.ceil(roll() * all.length);
        return [all.slice(0, cut), all.slice(cut)].filter((some) => some.length > 0);
      },
      lateMs: () => Math.floor(roll() * lateMs),
      twice: () => some(twiceOf100),
    },
    invokes: { twice: () => some(twiceOf100) },
    requests: { twice: () => some(twiceOf100) },
    calls: badly(roll),
  };
}

function badly(roll: () => number): Meddling {
  const gone = new Set<string>();
  return async (call, through) => {
    // The SDK's own name of a call, the same for each of its tries.
    const id = String(call.headers['amz-sdk-invocation-id']);
    const fate = gone.has(id) ? 'well' : fateOf(roll() * 100);
    if (fate !== 'well') gone.add(id);
    switch (fate) {
      case 'throttled':
        return throttled;
      case 'lost':
        return 'cut';
      case 'unanswered':
        await through(call);
        return 'cut';
      case 'twice':
        await through(call);
        return through(call);
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, slowMs));
        return through(call);
      default:
        return through(call);
    }
  };
}

function fateOf(n: number): keyof typeof fates | 'well' {
  let sum = 0;
  for (const [fate, of100] of Object.entries(fates) as [keyof typeof fates, number][]) {
    sum += of100;
    if (n < sum) return fate;
  }
  return 'well';
}

const throttled: WireAnswer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'ThrottlingException' },
  body: Buffer.from(JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' })),
};
