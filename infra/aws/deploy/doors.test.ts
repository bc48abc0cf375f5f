import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { failure } from '../../../shared/flow/ingress.ts';
import { listening } from '../../../test/aws/listening.ts';
import { checkDoors } from './doors.ts';

/** What stands at a stage's address, by path: each answer in turn, the last one again and again. */
async function at(answers: Readonly<Record<string, readonly { readonly status: number; readonly body?: string }[]>>, options: object = {}) {
  const asked = new Map<string, number>();
  const { endpoint, close } = await listening(
    createServer(({ url = '' }, response) => {
      const n = asked.get(url) ?? 0;
      asked.set(url, n + 1);
      const all = answers[url] ?? [{ status: 401 }];
      const { status, body = '' } = all[Math.min(n, all.length - 1)] ?? { status: 500 };
      response.writeHead(status).end(body);
    }),
  );
  onTestFinished(close);
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const findings = await checkDoors({ url: endpoint, on: new Set(['slack', 'telegram']), isFresh: false, wait, ...options });
  const words = Object.fromEntries(findings.map(({ about, state, detail, hint }) => [about.slice(5), `${state}: ${detail} ${hint ?? ''}`]));
  return { findings, words, waits };
}

const off = failure(503, 'off', 'off');

it('are well when each refuses who does not sign', async () => {
  const { findings } = await at({ '/alexa': [{ status: 400 }] });
  expect(findings.map(({ about, state }) => [about, state])).toEqual([
    ['door slack', 'ok'],
    ['door teams', 'ok'],
    ['door telegram', 'ok'],
    ['door messenger', 'ok'],
    ['door sms', 'ok'],
    ['door email', 'ok'],
    ['door alexa', 'ok'],
  ]);
});

it('are given the time that a new gateway takes', async () => {
  const { words, waits } = await at({ '/slack/events': [{ status: 404 }, { status: 500 }, { status: 401 }] });
  expect(words.slack).toMatch(/^ok/);
  expect(waits).toHaveLength(2);
});

it.each([
  [404, 'answers 404'],
  [200, 'answers 200'],
  [403, 'answers 403'],
  [502, 'answers 502'],
])('are wrong with %i to a request without a signature, and name the log', async (status, words) => {
  const found = await at({ '/slack/events': [{ status }] });
  expect(found.words.slack).toMatch(/^wrong/);
  expect(found.words.slack).toContain(words);
  expect(found.words.slack).toContain('ingress-slack');
});

it('are wrong where nobody is', async () => {
  const { words } = await at({}, { url: 'http://127.0.0.1:9' });
  expect(words.telegram).toContain('wrong: http://127.0.0.1:9/telegram/webhook answers nothing');
});

it('that say they are off are so where they have no settings, or new ones; else something is wrong', async () => {
  const answers = { '/slack/events': [off], '/api/messages': [off] };
  const { words } = await at(answers);
  expect([words.slack?.slice(0, 5), words.teams?.slice(0, 3)]).toEqual(['wrong', 'off']);
  expect((await at(answers, { isFresh: true })).words.slack).toContain('within five minutes');
});
