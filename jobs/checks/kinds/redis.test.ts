import { expect, it } from 'vitest';
import { tcp, tools } from '../../../test/targets.ts';
import { redis } from './redis.ts';

/** Answers each command by its words. */
const serving = (answers: Readonly<Record<string, string>>) =>
  tcp((socket) =>
    socket.on('data', (heard: Buffer) => {
      const words = heard
        .toString()
        .split('\r\n')
        .filter((_, i) => i > 0 && i % 2 === 0);
      socket.write(answers[words.join(' ')] ?? `-ERR unknown ${words[0]}\r\n`);
    }),
  );
const look = (port: number, config: object = {}) => redis.run({ host: 'good.test', port, ...config }, tools({ secrets: { pw: 'pencil' } }));

it('is up when it answers, signed in where that is asked for', async () => {
  const port = await serving({ PING: '+PONG\r\n', 'AUTH kim pencil': '+OK\r\n', 'GET health': '$2\r\nok\r\n', 'GET none': '$-1\r\n' });
  expect(await look(port)).toMatchObject({ up: true, detail: 'PONG' });
  const signedIn = { user: 'kim', password: { secret: 'pw' } };
  expect(await look(port, { ...signedIn, query: ['GET', 'health'], is: 'ok' })).toMatchObject({ up: true });
  expect(await look(port, { query: ['GET', 'health'], is: 'good' })).toMatchObject({ up: false, code: 'value_other', detail: 'ok' });
  expect(await look(port, { query: ['GET', 'none'], is: 'ok' })).toMatchObject({ up: false, code: 'value_other', detail: 'nil' });
});

it('is down when it refuses, in its own words', async () => {
  const port = await serving({ PING: '-NOAUTH Authentication required.\r\n' });
  expect(await look(port)).toMatchObject({ up: false, code: 'refused', values: { code: 'NOAUTH' }, detail: 'NOAUTH Authentication required.' });
});

it('takes in no answer that says it is huge', async () => {
  expect(await look(await serving({ PING: '$999999999\r\n' }))).toMatchObject({ up: false, code: 'too_much' });
});
