/** What stands around each request of a client, its own further tries included. */
export type Around = <I, O>(next: (args: I) => Promise<O>, context: { readonly commandName?: string }) => (args: I) => Promise<O>;

/** A client of AWS, of whatever service. */
export interface AwsClient {
  readonly middlewareStack: { add(around: Around, options: { readonly step: 'initialize'; readonly priority: 'high' }): void };
}

export interface Watched<T extends AwsClient> {
  readonly client: T;
  /** From now on it neither asks nor hears anything. */
  die(): void;
}

/** Turns of the event loop without a request: what an answer set off has asked by then. */
const quietTurns = 8;

/** Knows whether any of its clients waits for an answer; waiting for messages doesn't count. */
export function traffic() {
  let waiting = 0;

  return {
    /** `outside` stands around this: what it holds back waits for no answer. */
    watch<T extends AwsClient>(client: T, outside?: Around): Watched<T> {
      let isDead = false;
      if (outside) client.middlewareStack.add(outside, { step: 'initialize', priority: 'high' });
      const around: Around =
        (next, { commandName }) =>
        async (args) => {
          if (isDead) return never;
          const counts = commandName === 'ReceiveMessageCommand' ? 0 : 1;
          waiting += counts;
          try {
            return await next(args);
          } finally {
            waiting -= counts;
            if (isDead) await never;
          }
        };
      client.middlewareStack.add(around, { step: 'initialize', priority: 'high' });
      return {
        client,
        die() {
          isDead = true;
        },
      };
    },

    /** Waits until no client waits. */
    async rest(): Promise<void> {
      for (let quiet = 0; quiet < quietTurns; quiet++) {
        await new Promise((done) => setImmediate(done));
        if (waiting > 0) quiet = -1;
      }
    },
  };
}

const never = new Promise<never>(() => {});
