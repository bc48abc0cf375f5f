import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { serviceUrls } from './serviceUrl.ts';
import { isTimeZone } from './timeZone.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};
const long = (n: number) => Buffer.alloc(100_000, `${n}-`).toString('latin1');

it.each<[string, (text: string) => unknown, unknown]>([
  ['a service URL', serviceUrls(['https://smba.trafficmanager.net']), null],
  ['a time zone', isTimeZone, false],
])('%s longer than any is refused, and nothing of it is kept', (_, look, answer) => {
  const before = heap();
  for (let n = 0; n < 300; n++) expect(look(`https://smba.trafficmanager.net/${long(n)}`)).toBe(answer);
  expect(heap() - before).toBeLessThan(3_000_000);
});
