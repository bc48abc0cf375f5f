import { expect, it } from 'vitest';
import type { Form } from '../../shared/reply/form.ts';
import { refusalOfView } from '../../test/platforms/slack/limits.ts';
import { modal } from './modal.ts';

const place = {
  channel: 'slack',
  bot: 'main',
  tenant: 'T1',
  conversation: 'C1',
  user: 'U1',
  via: { response_url: 'https://hooks.slack.com/x', ends: '1' },
};
const field = { name: 'service', label: 'Service', ask: 'Which?', optional: false };
const form: Form = { command: 'deploy', title: 'Deploy', given: { stage: 'test' }, fields: [field] };
const metadata = (view: object | null) => (view && 'private_metadata' in view ? JSON.parse(String(view.private_metadata)) : null);

it.each<readonly [string, Form]>([
  ['a plain form', form],
  ['long texts', { ...form, title: 't'.repeat(300), fields: [{ ...field, label: '😀'.repeat(200), ask: 'a'.repeat(4_000) }] }],
  ['a hundred inputs', { ...form, fields: Array.from({ length: 100 }, (_, i) => ({ ...field, name: `p${i}` })) }],
  ['a choice', { ...form, fields: [{ ...field, choices: ['a', 'b'] }] }],
  ['a choice of more than a select holds', { ...form, fields: [{ ...field, choices: Array.from({ length: 101 }, (_, i) => `c${i}`) }] }],
  ['a choice of long words', { ...form, fields: [{ ...field, choices: ['x'.repeat(76)] }] }],
])('is within what Slack takes: %s', (_, shown) => expect(refusalOfView(modal(shown, { place }))).toBeNull());

it('brings back where it was asked for, and what was given', () =>
  expect(metadata(modal(form, { place }))).toEqual({ command: 'deploy', given: { stage: 'test' }, conversation: 'C1', via: place.via }));

it('leaves the address of the first answer away where all of it would not fit, and is no modal where the rest does not', () => {
  const long = { ...form, given: { text: 'x'.repeat(2_900) } };
  expect(metadata(modal(long, { place }))).not.toHaveProperty('via');
  expect(modal({ ...form, given: { text: 'x'.repeat(3_000) } }, { place })).toBeNull();
});

it('of more inputs than a modal has blocks is none', () =>
  expect(modal({ ...form, fields: Array.from({ length: 101 }, (_, i) => ({ ...field, name: `p${i}` })) }, { place })).toBeNull());
