import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { why } from './say.ts';

const dns = (code: string) => why(failureOf(Object.assign(new Error(`getaddrinfo ${code}`), { code }), 'dns'), 'en');

it('of a name that is not found says both causes: the name, and this machine', () => {
  expect(dns('ENOTFOUND')).toBe('has a name that DNS does not know (a typo, or this machine is offline)');
  expect(dns('EAI_AGAIN')).toBe('could not be looked up, for DNS did not answer (perhaps this machine is offline)');
});
