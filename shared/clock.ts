/** Where the time comes from: milliseconds since 1970 in UTC. Passed in everywhere, so that tests set it. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: Date.now };
