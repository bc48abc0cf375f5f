import { z } from 'zod';
import type { Attempt } from '../attempt.ts';
import { Failure } from '../failure.ts';
import { host, hostAndPort, port, sayHost } from '../host.ts';
import { checkKind, common } from '../make.ts';
import { revealed, secret } from '../secret.ts';
import { certificateDays, trust } from '../secure.ts';

const config = z.strictObject({
  host,
  port: port.optional(),
  user: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/)
    .optional(),
  password: secret.optional(),
  database: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/)
    .optional(),
  tls: z.boolean().optional().describe('TLS before anything of the user is said.'),
  trust: trust.optional(),
  certificateDays: certificateDays.optional(),
  query: z
    .string()
    .min(1)
    .max(4_096)
    .regex(/^[^\0]*$/)
    .optional()
    .describe('What is asked; SELECT 1 unless said. Its first row’s first value counts.'),
  is: z.string().max(1_000).optional().describe('What the first value of the first row must be, as text.'),
  ...common,
});
export type DatabaseConfig = z.infer<typeof config>;

/** Who asks what. */
export interface Asked {
  readonly user: string;
  /** Empty where there is none. */
  readonly password: string;
  readonly database: string | undefined;
  readonly query: string;
}

export interface Dialect {
  readonly kind: string;
  readonly port: number;
  readonly user: string;
  /** Signs in and asks: the first value of the first row as text; undefined where there is no row, null where it is NULL. Throws Failure. A password goes as it is only inside TLS whose certificate was believed. */
  ask(to: DatabaseConfig & { readonly port: number }, asked: Asked, attempt: Attempt): Promise<string | null | undefined>;
}

/** A database that answers a query. */
export const databaseKind = (dialect: Dialect) =>
  checkKind<DatabaseConfig>({
    kind: dialect.kind,
    config,
    target: ({ host, port = dialect.port }) => sayHost({ host, port }),
    read: (words) => hostAndPort(words, dialect.port),
    async look({ port = dialect.port, ...config }, attempt) {
      const password = config.password === undefined ? '' : await revealed(config.password, attempt);
      const { user = dialect.user, database, query = 'SELECT 1', is } = config;
      const value = await dialect.ask({ ...config, port }, { user, password, database, query }, attempt);
      if (is !== undefined && value !== is) throw new Failure('value_other', {}, { detail: value ?? 'NULL' });
      return value === undefined || value === null ? {} : { detail: value.slice(0, 200) };
    },
  });
