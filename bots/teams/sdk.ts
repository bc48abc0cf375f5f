import { setImmediate as turn } from 'node:timers/promises';
import type { ConnectorClient } from 'botframework-connector/lib/connectorApi/connectorClient.js';

let loading: Promise<typeof ConnectorClient> | undefined;

/**
 * botbuilder's connector, loaded once: with the first call, or before it by `warm`. It is the one part of botbuilder that sending needs. Measured: the whole holds the
 * process for 160 ms and takes 30 MiB more; each piece of this for some 35 ms.
 */
export function connectorClient(): Promise<typeof ConnectorClient> {
  loading ??= load().catch((cause) => {
    loading = undefined; // No file could be opened, say: the next call tries again.
    throw cause;
  });
  return loading;
}

/** In two pieces, so that whoever asks something meanwhile waits for one of them at most. */
async function load(): Promise<typeof ConnectorClient> {
  await import('botframework-connector/lib/connectorApi/models/index.js');
  await turn();
  const { ConnectorClient } = await import('botframework-connector/lib/connectorApi/connectorClient.js');
  return ConnectorClient;
}
