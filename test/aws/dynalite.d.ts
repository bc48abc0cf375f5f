declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** DynamoDB in this process, in memory: an HTTP server that is not yet listening. */
  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
}
