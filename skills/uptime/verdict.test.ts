import { expect, it } from 'vitest';
import { inDays, type Seen, verdictOf } from './verdict.ts';

const answered = (status: number, daysLeft?: number): Seen => ({
  kind: 'answered',
  status,
  url: 'https://example.com/',
  redirects: [],
  phases: {},
  tookMs: 5,
  ...(daysLeft === undefined ? {} : { certificate: { endsAt: 0, daysLeft, issuer: 'A' } }),
});

it.each([
  [answered(200), true, 'success', 'is up'],
  [answered(204, 14), true, 'success', 'is up'],
  [answered(200, 13), true, 'warning', 'is up, but its certificate ends in 13 days'],
  [answered(404), true, 'warning', 'answers, but with 404: there is nothing at this address'],
  [answered(401), true, 'warning', 'answers, but with 401: it wants a sign-in'],
  [answered(403), true, 'warning', 'answers, but with 403: it does not let me in'],
  [answered(499), true, 'warning', 'answers, but with 499'],
  [answered(500), false, 'error', 'is down: it answers with 500: something broke inside it'],
  [answered(599), false, 'error', 'is down: it answers with 599'],
  [
    { ...answered(0), kind: 'failed' as const, code: 'ECONNREFUSED', why: 'refused the connection' },
    false,
    'error',
    'is down: it refused the connection',
  ],
  [
    { ...answered(0), kind: 'failed' as const, code: 'deadline', why: 'it did not answer within 10 s' },
    false,
    'error',
    'is down: it did not answer within 10 s',
  ],
])('judges %#', (seen, up, severity, says) => expect(verdictOf(seen)).toEqual({ up, severity, says }));

it.each([
  [-2, '2 days ago'],
  [-1, 'yesterday'],
  [0, 'today'],
  [1, 'tomorrow'],
  [2, 'in 2 days'],
])('%i days from now is %s', (days, words) => expect(inDays(days)).toBe(words));
