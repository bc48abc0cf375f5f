/** Where moto, the second world, answers: set when the suites run on it (test/moto). Without it they run on what npm has. */
const endpoints = process.env.MOTO_ENDPOINTS?.split(',') ?? [];

/** moto's address for this worker of Vitest. */
export const moto: string | undefined = endpoints[Number(process.env.VITEST_POOL_ID ?? 1) % endpoints.length];

/** A stand-in that somebody else started, and ends. */
export const running = (endpoint: string) => ({ endpoint, close: async () => {} });
