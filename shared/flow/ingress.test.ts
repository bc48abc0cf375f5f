import { expect, it } from 'vitest';
import type { Channel, Received } from '../channel/channel.ts';
import type { Inbound } from '../channel/inbound.ts';
import { InboxFull, StorageFailed } from '../errors.ts';
import type { Form } from '../reply/form.ts';
import { ingress } from './ingress.ts';
import { type Observer, silent } from './observe.ts';

const inbound: Inbound = {
  key: 'k',
  place: { channel: 'paper', bot: 'main', tenant: 't', conversation: 'c' },
  from: { user: 'u' },
  said: { kind: 'text', text: 'x' },
  saidAt: 0,
};
const ack = { status: 200, body: 'ack' };
const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };

function answer(
  received: Received | (() => never) | Promise<Received>,
  accept: () => Promise<never | { known: false }> = async () => ({ known: false }),
  form: () => Form | null = () => null,
) {
  const told: string[] = [];
  const observer: Observer = {
    ...silent,
    accepted: () => told.push('accepted'),
    duplicate: () => told.push('duplicate'),
    rejected: (_, reason) => told.push(reason),
    answerRefused: (_, reason, detail) => told.push(`${reason}: ${detail}`),
  };
  const channel: Pick<Channel, 'name' | 'receive' | 'busy'> = {
    name: 'paper',
    receive: () => (typeof received === 'function' ? received() : received),
    busy: () => ({ status: 200, body: 'busy' }),
  };
  const handle = ingress({ channel, form, accept: accept as never, clock: { now: () => 0 }, observer });
  return Promise.resolve(handle(request)).then(({ status, body }) => ({ status, body, told }));
}

const rejecting = (cause: unknown) => async () => {
  throw cause;
};

it('acknowledges only what is kept', async () => {
  let kept = false;
  const result = await answer({ kind: 'inbound', inbound: [inbound], ack }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    kept = true;
    return { known: false };
  });
  expect(kept).toBe(true);
  expect(result).toEqual({ status: 200, body: 'ack', told: ['accepted'] });
});

it('a form that the platform shows in its response takes the place of keeping what was said; without one it is kept', async () => {
  const form: Form = { command: 'x', title: 'X', fields: [], given: {} };
  const received: Received = { kind: 'inbound', inbound: [inbound], ack, form: ({ title }) => ({ status: 200, body: title }) };
  expect(await answer(received, undefined, () => form)).toEqual({ status: 200, body: 'X', told: [] });
  expect(await answer(received, undefined, () => null)).toEqual({ status: 200, body: 'ack', told: ['accepted'] });
  expect(await answer({ kind: 'inbound', inbound: [inbound], ack }, undefined, () => form)).toMatchObject({ body: 'ack' });
});

it('tells the channel when all is kept, and not before', async () => {
  const order: string[] = [];
  const kept = () => void order.push('told');
  const accept = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('kept');
    return { known: false as const };
  };
  expect(await answer({ kind: 'inbound', inbound: [inbound, { ...inbound, key: 'l' }], ack, kept }, accept)).toMatchObject({ status: 200 });
  expect(order).toEqual(['kept', 'kept', 'told']);
  await answer({ kind: 'inbound', inbound: [inbound], ack, kept }, rejecting(new StorageFailed('x', null)));
  expect(order).toHaveLength(3);
});

it.each([
  ['a full inbox', new InboxFull('report'), 200, 'busy'],
  ['a disk that takes nothing', new StorageFailed('x', null), 503, 'storage'],
  ['a defect', new TypeError('x'), 500, 'defect'],
])('does not acknowledge over %s', async (_, cause, status, reason) => {
  const result = await answer({ kind: 'inbound', inbound: [inbound], ack }, rejecting(cause));
  expect(result).toMatchObject({ status, told: [reason] });
  expect(result.body).not.toBe('ack');
});

it('acknowledges several in one request only when each is kept', async () => {
  let calls = 0;
  const result = await answer({ kind: 'inbound', inbound: [inbound, { ...inbound, key: 'l' }], ack }, async () => {
    if (++calls === 2) throw new StorageFailed('x', null);
    return { known: false };
  });
  expect(result.status).toBe(503);
});

it('passes on what the channel refuses or has nothing to keep of', async () => {
  expect(await answer({ kind: 'refused', reason: 'signature', ack: { status: 401 } })).toMatchObject({ status: 401, told: ['signature'] });
  expect(await answer({ kind: 'nothing', ack })).toMatchObject({ status: 200, told: [] });
});

it('tells when the platform says that it did not take an answer', async () => {
  const refusedAnswer = { reason: 'invalid_response', detail: 'no speech' };
  expect(await answer({ kind: 'nothing', ack, refusedAnswer })).toMatchObject({ status: 200, told: ['invalid_response: no speech'] });
});

it('answers 500 when a channel throws against its promise', async () => {
  const thrown = () => {
    throw new Error('broken');
  };
  expect(await answer(thrown)).toMatchObject({ status: 500, told: ['defect'] });
  expect(await answer(Promise.reject(new Error('broken')))).toMatchObject({ status: 500, told: ['defect'] });
});
