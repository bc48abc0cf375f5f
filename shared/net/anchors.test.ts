import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { anchorsOf, reachesOne } from './anchors.ts';

it.each([
  ['one.one.one.one:443, 8.8.8.8:53', ['one.one.one.one:443', '8.8.8.8:53']],
  ['[2001:db8::1]:443', ['2001:db8::1:443']],
  ['', []],
  ['example.com', null],
  ['example.com:0', null],
  ['example.com:70000', null],
  ['https://example.com:443', null],
  ['[example.com]:443', null],
])('%s', (setting, read) => {
  expect(anchorsOf(setting)?.map(({ host, port }) => `${host}:${port}`) ?? null).toEqual(read);
});

it('one that takes a connection is enough', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => gone.once('listening', resolve));
  const { port: closed } = gone.address() as { port: number };
  await new Promise((resolve) => gone.close(resolve));
  const there = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => there.once('listening', resolve));
  const { port } = there.address() as { port: number };
  expect(
    await reachesOne([
      { host: '127.0.0.1', port: closed },
      { host: '127.0.0.1', port },
    ]),
  ).toBe(true);
  expect(await reachesOne([{ host: '127.0.0.1', port: closed }])).toBe(false);
  await new Promise((resolve) => there.close(resolve));
});
