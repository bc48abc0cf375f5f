import { expect, it } from 'vitest';
import { now, tools, web } from '../../../test/targets.ts';
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

it.each([
  ['no such domain', '{}', 404, 'domain_unknown'],
  ['an error', '', 500, 'status'],
  ['no JSON', '<html>', 200, 'json_unreadable'],
  ['JSON of something else', '[1]', 200, 'json_unreadable'],
  ['no end', '{"events":[]}', 200, 'no_expiration'],
])('is not up for %s', async (_, body, status, code) => {
  expect(await domain.run({ name: 'example.com', server: await registry(body, status) }, tools())).toMatchObject({ up: false, code });
});
