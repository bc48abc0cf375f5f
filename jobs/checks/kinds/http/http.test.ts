import { expect, it } from 'vitest';
import { secureWeb, tools, web } from '../../../../test/targets.ts';
import { http } from './http.ts';

it('finds a page up, with its status and the time of each phase', async () => {
  const port = await web((_, answer) => answer.end('hello'));
  const finding = await http.run({ url: `http://good.test:${port}/` }, tools());
  expect(finding).toMatchObject({
    up: true,
    status: 200,
    phases: { dns: expect.any(Number), connect: expect.any(Number), firstByte: expect.any(Number) },
  });
  expect(finding.ms).toBeGreaterThan(0);
});

it('finds a page down by its status, and one that answers where none should', async () => {
  const port = await web((_, answer) => answer.writeHead(404).end());
  expect(await http.run({ url: `http://good.test:${port}/` }, tools())).toMatchObject({
    up: false,
    status: 404,
    code: 'status',
    values: { status: 404 },
  });
  expect(await http.run({ url: `http://good.test:${port}/`, inverted: true }, tools())).toMatchObject({ up: true });
  expect(await http.run({ url: `http://good.test:${port}/`, inverted: true, expect: { status: 404 } }, tools())).toMatchObject({
    up: false,
    code: 'inverted',
  });
});

it('never takes what it must not reach for up', async () => {
  expect(await http.run({ url: 'http://10.0.0.1/', inverted: true }, tools())).toMatchObject({ up: false, code: 'address_not_allowed' });
});

it('tells the certificate', async () => {
  const port = await secureWeb((_, answer) => answer.end());
  expect(await http.run({ url: `https://good.test:${port}/` }, tools())).toMatchObject({ up: true, certificate: { issuer: 'Bellhop tests' } });
});
