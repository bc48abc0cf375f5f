import { describe, expect, it } from 'vitest';
import type { Said } from '../channel/inbound.ts';
import { tokenOf } from '../reply/action.ts';
import { catalogueOf } from './catalogue.ts';
import { command } from './define.ts';
import { formFor } from './form.ts';
import { choice, dateTime, integer, text } from './kinds/index.ts';
import { resolve } from './resolve.ts';

const deploy = command({
  name: 'deploy',
  summary: 'Bring a service to a stage',
  label: 'Deploy',
  phrases: ['bring it out'],
  params: {
    service: text({ ask: 'Which service?', summary: 'Service' }),
    stage: choice({ of: ['test', 'production'], summary: 'Stage' }),
    hosts: integer({ min: 1, default: 2, summary: 'How many hosts' }),
  },
  run: () => undefined,
});
const again = command({ name: 'again', summary: 'Again', params: { when: dateTime({ optional: true }) }, run: () => undefined });
const catalogue = catalogueOf([deploy, again]);
const typed = (words: string): Said => ({ kind: 'text', text: words, explicit: true });
const pressed = (args: Record<string, string>, nonce = ''): Said => ({
  kind: 'action',
  token: tokenOf({ label: '', command: 'deploy', args, once: nonce !== '' }, nonce),
});

describe('a form', () => {
  it.each(['deploy', ' DEPLOY '])('is of the command that was called by its bare name: “%s”', (words) =>
    expect(formFor(typed(words), catalogue)).toEqual({
      command: 'deploy',
      title: 'Deploy',
      given: {},
      fields: [
        { name: 'service', label: 'Service', ask: 'Which service?', optional: false },
        { name: 'stage', label: 'Stage', ask: 'Which one: test or production?', optional: false, choices: ['test', 'production'] },
        { name: 'hosts', label: 'How many hosts', ask: expect.any(String), optional: true, input: { as: 'number', min: '1' }, initial: '2' },
      ],
    }),
  );

  it('of a button asks for what the button does not give, and keeps what it gives', () => {
    const form = formFor(pressed({ stage: 'test' }), catalogue);
    expect(form?.given).toEqual({ stage: 'test' });
    expect(form?.fields.map(({ name }) => name)).toEqual(['service', 'hosts']);
  });

  it.each<readonly [string, Said]>([
    ['words beside the name, which may be all it needs', typed('deploy shop test')],
    ['words of a phrase', typed('bring it out')],
    ['a command that needs nothing', typed('again')],
    ['no command', typed('nonsense')],
    ['nothing at all', typed('')],
    ['words that no slash began', { kind: 'text', text: 'deploy' }],
    ['a button that gives all that is needed', pressed({ service: 'shop', stage: 'test' })],
    ['a button that counts once', pressed({}, 'n0nce')],
    ['an intent', { kind: 'intent', intent: 'DeployIntent', slots: {} }],
    ['a form', { kind: 'form', command: 'deploy', values: {} }],
  ])('is not shown for %s', (_, said) => expect(formFor(said, catalogue)).toBeNull());
});

describe('a filled-in form', () => {
  it('is its command, with its values', () =>
    expect(resolve({ kind: 'form', command: 'deploy', values: { service: 'shop', stage: 'test' } }, catalogue)).toEqual({
      name: 'deploy',
      raw: { args: { service: 'shop', stage: 'test' } },
      priority: 'interactive',
    }));

  it('of a command that is gone, or with more than a command may hold, leads to help', () => {
    expect(resolve({ kind: 'form', command: 'gone', values: {} }, catalogue)).toMatchObject({ name: 'help', raw: { text: 'gone' } });
    expect(resolve({ kind: 'form', command: 'deploy', values: { service: 'x'.repeat(7_000) } }, catalogue).name).toBe('help');
  });
});
