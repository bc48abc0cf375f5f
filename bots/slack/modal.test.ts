import { expect, it } from 'vitest';
import type { Form } from '../../shared/reply/form.ts';
import { refusalOfView } from '../../test/platforms/slack/limits.ts';
import { submitted } from '../../test/platforms/slack/says.ts';
import { modal } from './modal.ts';
import { submissionInbound } from './submission.ts';

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

const choices = ['a', 'b'];
it.each<readonly [string, Partial<Form['fields'][number]>, object, string, string]>([
  [
    'a number',
    { input: { as: 'number', min: '1', max: '9' }, initial: '5 %' },
    { type: 'number_input', initial_value: '5', min_value: '1' },
    '1.234',
    '1.2340',
  ],
  ['a day', { input: { as: 'date' }, initial: '2026-12-24' }, { type: 'datepicker', initial_date: '2026-12-24' }, '2026-12-25', '2026-12-25'],
  ['an address of mail', { input: { as: 'email' } }, { type: 'email_text_input' }, 'kim@a.example', 'kim@a.example'],
  ['a person', { input: { as: 'person' } }, { type: 'users_select' }, 'U0001', '<@U0001>'],
  ['a channel', { input: { as: 'conversation' } }, { type: 'conversations_select' }, 'C0001', '<#C0001>'],
  ['one of a few', { choices, initial: 'b' }, { type: 'radio_buttons', initial_option: { value: 'b' } }, 'a', 'a'],
  ['one of many', { choices: Array.from({ length: 11 }, (_, i) => `c${i}`) }, { type: 'static_select' }, 'c3', 'c3'],
  ['several of a few', { choices, input: { as: 'choice', many: true }, initial: 'b' }, { type: 'multi_static_select' }, 'a, b', 'a; b'],
  [
    'several in words',
    { input: { as: 'url', many: true } },
    { type: 'plain_text_input', multiline: true },
    'a.example\nb.example',
    'a.example\nb.example',
  ],
  ['a short text', { input: { as: 'text', max: '20' } }, { type: 'plain_text_input', max_length: 20 }, 'x', 'x'],
  ['a time', { input: { as: 'dateTime' } }, { type: 'plain_text_input' }, 'in 20 minutes', 'in 20 minutes'],
])('asks for %s by the element that takes it best', (_, about, element, given, typed) => {
  const view = modal({ ...form, fields: [{ ...field, ...about }] }, { place });
  expect(refusalOfView(view)).toBeNull();
  expect(view).toMatchObject({ blocks: [{ element }] });
  const payload = submitted({ ...view, id: 'V1', hash: '1' }, { service: given });
  expect(submissionInbound(payload, { now: () => 0 })?.said).toMatchObject({ kind: 'form', values: { service: typed } });
});

it('of inputs that were left empty takes none', () => {
  const fields: Form['fields'] = ['number', 'date', 'person', 'conversation', 'email', 'text'].map((as) => ({
    ...field,
    name: as,
    input: { as: as as 'text' },
  }));
  const view = modal(
    { ...form, given: {}, fields: [...fields, { ...field, name: 'some', choices, input: { as: 'choice', many: true } }] },
    { place },
  );
  expect(submissionInbound(submitted({ ...view, id: 'V1', hash: '1' }, {}), { now: () => 0 })?.said).toEqual({
    kind: 'form',
    command: 'deploy',
    values: {},
  });
});
