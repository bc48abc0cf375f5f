import { expect, it } from 'vitest';
import type { Watched } from '../../jobs/checks/engine.ts';
import { gaugesOf } from '../../jobs/checks/gauges.ts';
import { measuresText } from './metrics.ts';

const watched = (id: string, name: string, status: string, finding?: object) =>
  ({ check: { id, name }, state: { status }, ...(finding ? { last: { at: 0, finding } } : {}) }) as unknown as Watched;

it('a check is a gauge under its name, once it is known how it is', () => {
  const certificate = { endsAt: 0, daysLeft: 71, issuer: 'it' };
  const all = [
    watched('a', 'https://example.com/', 'up', { up: true, ms: 125, certificate }),
    watched('b', 'a "quoted"\\name', 'down', { up: false, ms: 5 }),
    watched('c', 'new', 'new'),
  ];
  expect(measuresText(gaugesOf(all)).split('\n')).toEqual([
    '# HELP bellhop_check_up Whether what is watched is up',
    '# TYPE bellhop_check_up gauge',
    'bellhop_check_up{check="https://example.com/",id="a"} 1',
    'bellhop_check_up{check="a \\"quoted\\"\\\\name",id="b"} 0',
    '',
    '# HELP bellhop_check_latency_seconds How long its last good look took',
    '# TYPE bellhop_check_latency_seconds gauge',
    'bellhop_check_latency_seconds{check="https://example.com/",id="a"} 0.125',
    '',
    '# HELP bellhop_check_certificate_days Days that its certificate has left',
    '# TYPE bellhop_check_certificate_days gauge',
    'bellhop_check_certificate_days{check="https://example.com/",id="a"} 71',
    '',
  ]);
});
