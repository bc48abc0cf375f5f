import { z } from 'zod';
import { common } from '../make.ts';
import { secret, textOrSecret } from '../secret.ts';
import { certificateDays, trust } from '../secure.ts';

/** The methods that RFC 9110 and 5789 name for it, but CONNECT and TRACE. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const webUrl = z
  .url({ protocol: /^https?$/, error: 'Write an address like https://example.com/health.' })
  .max(2_048)
  .refine((text) => URL.parse(text)?.username === '' && URL.parse(text)?.password === '', {
    error: 'Take the user name and password out of the address, and use auth.',
  });

const statuses = z.union(
  [z.int().min(100).max(599), z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'Write a status like 200, or a range like "200-299".')],
  { error: 'Write a status like 200, or a range like "200-299".' },
);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const expect = z.strictObject({
  status: z
    .union([statuses, z.array(statuses).min(1)])
    .optional()
    .describe('Statuses that are good: 200, "200-299", or a list. 200-399 unless said.'),
  phrase: z.string().min(1).max(1_000).optional().describe('Words that the body must have.'),
  absent: z.string().min(1).max(1_000).optional().describe('Words that it must not have.'),
  json: z
    .array(
      z.strictObject({
        path: z
          .string()
          .regex(/^\$?\.?[^\s.[\]]+(\.[^\s.[\]]+|\[\d+\])*$|^\$?(\[\d+\])(\.[^\s.[\]]+|\[\d+\])*$/, 'Write a path like status.checks[0].name.'),
        is: scalar.optional(),
        above: z.number().optional(),
        below: z.number().optional(),
      }),
    )
    .max(20)
    .optional()
    .describe('Values in a body of JSON: each must be there, and be what is said.'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Headers of the answer by name, each with words that its value must have; "" where any will do.'),
  withinMs: z.int().positive().optional().describe('Down when it takes longer, ms.'),
  certificateDays: certificateDays.optional(),
  protocol: z.enum(['http/1.1', 'h2']).optional().describe('What must be spoken inside TLS.'),
});

export const httpConfig = z
  .strictObject({
    url: webUrl,
    method: z.enum(methods).optional(),
    headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, 'That is no name of a header.'), textOrSecret).optional(),
    body: z.string().max(65_536).optional(),
    auth: z
      .union(
        [
          z.strictObject({ basic: z.strictObject({ user: z.string(), password: secret }) }),
          z.strictObject({ bearer: secret }),
          z.strictObject({
            oauth2: z.strictObject({
              tokenUrl: webUrl,
              client: z.string(),
              clientSecret: secret,
              scope: z.string().optional(),
              audience: z.string().optional(),
            }),
          }),
        ],
        {
          error:
            'Write one of basic { user, password }, bearer, or oauth2 { tokenUrl, client, clientSecret }; passwords as { "secret": "its name" }.',
        },
      )
      .optional(),
    client: z
      .strictObject({ certificate: secret, key: secret })
      .optional()
      .describe('mTLS: the certificate and key that are shown to a server that asks, PEM.'),
    trust: trust.optional(),
    proxy: z
      .strictObject({ url: z.url({ protocol: /^https?$/ }), user: z.string().optional(), password: secret.optional() })
      .optional()
      .describe('An HTTP proxy to go through, by CONNECT.'),
    redirects: z
      .enum(['follow', 'stay'])
      .optional()
      .describe('"stay": the first answer counts, whatever it is. Up to five are followed unless said.'),
    expect: expect.optional(),
    ...common,
  })
  .refine(({ url, expect }) => expect?.protocol === undefined || url.startsWith('https:'), {
    path: ['expect', 'protocol'],
    error: 'What is spoken inside TLS can be said of an https address alone.',
  });

export type HttpConfig = z.infer<typeof httpConfig>;
export type Expected = z.infer<typeof expect>;
