import { expect, it } from 'vitest';
import { now, tools, web } from '../../../test/targets.ts';
import { unjudged } from '../kind.ts';
import { domain, domainKind } from './domain.ts';

const dayMs = 86_400_000;
const ending = (days: number) =>
  JSON.stringify({ events: [{ eventAction: 'expiration', eventDate: new Date(now + days * dayMs + 1_000).toISOString() }] });

/** A registry that answers with this. */
const registry = async (body: string, status = 200) =>
  `http://good.test:${await web((_, answer) => answer.writeHead(status, { 'content-type': 'application/rdap+json' }).end(body))}/rdap`;

it('tells for how many days a domain is registered', async () => {
  const look = async (days: number) => domain.run({ name: 'example.com', server: await registry(ending(days)) }, tools());
  expect(await look(100)).toMatchObject({ up: true, values: { days: 100 }, detail: '2027-04-11' });
  expect(await look(29)).toMatchObject({ up: false, code: 'domain_ends', values: { days: 29 } });
  expect(await look(-2)).toMatchObject({ up: false, code: 'domain_ended' });
});

it('asks the registry that IANA’s list names, and keeps the list', async () => {
  const asked: (string | undefined)[] = [];
  const port = await web((request, answer) => {
    asked.push(request.url);
    const services = [
      [['org'], ['http://good.test:1/']],
      [['co.test'], [`http://good.test:${port}/r/`]],
    ];
    answer.end(request.url === '/dns.json' ? JSON.stringify({ services }) : ending(100));
  });
  const kind = domainKind(`http://good.test:${port}/dns.json`);
  expect(await kind.run({ name: 'Example.co.test' }, tools())).toMatchObject({ up: true });
  expect(await kind.run({ name: 'münchen.co.test' }, tools())).toMatchObject({ up: true });
  expect(asked).toEqual(['/dns.json', '/r/domain/example.co.test', '/r/domain/xn--mnchen-3ya.co.test']);
  expect(await kind.run({ name: 'example.nowhere' }, tools())).toMatchObject({ up: false, code: 'no_registry' });
});

it('asks a registry once an hour, however often it is looked at', async () => {
  let asked = 0;
  const port = await web((_, answer) => {
    asked++;
    answer.end(ending(100));
  });
  const look = (name: string, at: number) => domain.run({ name, server: `http://good.test:${port}/` }, tools({ now: () => at }));
  for (const at of [now, now + 60_000, now + 3_599_000])
    expect(await look('example.com', at)).toMatchObject({ up: true, values: { days: 100 - (at > now + 2_000 ? 1 : 0) } });
  expect(asked).toBe(1);
  await look('example.org', now);
  await look('example.com', now + 3_600_000);
  expect(asked).toBe(3);
});

it('says that a domain is not registered, which may be as it should be', async () => {
  const server = await registry('{}', 404);
  expect(await domain.run({ name: 'example.com', server }, tools())).toMatchObject({ up: false, code: 'domain_unknown' });
  expect(await domain.run({ name: 'example.com', server, inverted: true }, tools())).toMatchObject({ up: true });
});

it.each([
  ['an error', '', 500, 'registry'],
  ['no JSON', '<html>', 200, 'registry'],
  ['JSON of something else', '[1]', 200, 'registry'],
  ['no end', '{"events":[]}', 200, 'no_expiration'],
])('takes %s for the registry’s fault, not the domain’s', async (_, body, status, code) => {
  const server = await registry(body, status);
  expect(unjudged.has(code)).toBe(true);
  expect(await domain.run({ name: 'example.com', server }, tools())).toMatchObject({ up: false, code });
  expect(await domain.run({ name: 'example.com', server, inverted: true }, tools())).toMatchObject({ up: false, code });
});
