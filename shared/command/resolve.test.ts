import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenOf } from '../reply/action.ts';
import { catalogueOf } from './catalogue.ts';
import { command } from './define.ts';
import { dateTime, text } from './kinds/index.ts';
import { resolve, resolveToken, textMax, wholeText } from './resolve.ts';

const check = command({ name: 'check', summary: 'Check', phrases: ['is {site} up'], params: { site: text() }, run: () => undefined });
const cancel = command({ name: 'cancel', summary: 'Cancel', priority: 'alert', run: () => undefined });
const remind = command({ name: 'remind', summary: 'Remind', params: { what: text(), when: dateTime() }, run: () => undefined });
const help = command({ name: 'help', summary: 'Help', phrases: ['what can you do'], run: () => undefined });
const catalogue = catalogueOf([check, cancel, remind, help]);
const said = (words: string) => resolve({ kind: 'text', text: words }, catalogue);

describe('words', () => {
  it.each([
    ['check example.com', 'check', 'check example.com'],
    ['  CHECK example.com ', 'check', 'CHECK example.com'],
    ['is example.com up?', 'check', 'is example.com up?'],
    ['chek example.com', 'help', 'chek example.com'],
    ['', 'help', ''],
  ])('“%s” mean %s', (words, name, kept) => expect(said(words)).toEqual({ name, raw: { text: kept }, priority: 'interactive' }));

  it('in the form of the platform are a command when they name one, help too', () => {
    const explicit = (text: string) => resolve({ kind: 'text', text, explicit: true }, catalogue).raw.explicit;
    expect(['check a.b', 'help', 'help check', 'what can you do', 'chek a.b', ''].map(explicit)).toEqual([
      true,
      true,
      true,
      true,
      undefined,
      undefined,
    ]);
  });

  it('that are a whole phrase of one are it, though they begin with the name of another', () => {
    const wipe = command({
      name: 'check_out',
      summary: 'Leave',
      phrases: ['check me out', 'check {what} out'],
      run: () => undefined,
      params: { what: text() },
    });
    const both = catalogueOf([check, wipe]);
    const meant = (words: string) => resolve({ kind: 'text', text: words }, both).name;
    expect([meant('Check me  out!'), meant('check it out'), meant('check me')]).toEqual(['check_out', 'check', 'check']);
  });

  it('have the priority of their command', () => expect(said('cancel').priority).toBe('alert'));

  it('are kept up to their limit', () => expect(said(`check ${'x'.repeat(10_000)}`).raw.text).toHaveLength(textMax));

  it('never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        expect(['check', 'cancel', 'remind', 'help']).toContain(said(words).name);
        expect(resolveToken(words, catalogue).raw).toBeDefined();
      }),
    );
  });
});

describe('a pressed button', () => {
  it('is its command with its values, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), (site) => {
        const token = tokenOf(check.with({ site }), 'n');
        expect(resolveToken(token, catalogue)).toEqual({ name: 'check', raw: { args: { site } }, priority: 'interactive' });
      }),
    );
  });

  it('brings its nonce when it counts once', () => {
    expect(resolve({ kind: 'action', token: tokenOf(check.with({}, { once: true }), 'n1') }, catalogue)).toMatchObject({
      name: 'check',
      nonce: 'n1',
    });
  });

  it('stands for the whole of what was typed when it says so', () => {
    const token = tokenOf({ label: 'Again', command: 'check', args: { [wholeText]: 'is a.b up' } }, 'n');
    expect(resolveToken(token, catalogue)).toMatchObject({ name: 'check', raw: { text: 'is a.b up' } });
  });

  it('is looked up at dispatch when the store keeps it', () => {
    expect(resolveToken('#abc', catalogue)).toEqual({ name: 'press', raw: { token: '#abc' }, priority: 'interactive' });
  });

  it('of a command that is gone comes to help', () => {
    expect(resolveToken('gone|a=b', catalogue)).toMatchObject({ name: 'help', raw: { text: 'gone' } });
  });
});

describe('an intent', () => {
  it('is its command with its slots', () => {
    expect(resolve({ kind: 'intent', intent: 'CheckIntent', slots: { site: 'example.com' } }, catalogue)).toEqual({
      name: 'check',
      raw: { args: { site: 'example.com' } },
      priority: 'interactive',
    });
  });

  it('whose one slot of any words may hold more than its own parameter is the line that was said', () => {
    expect(resolve({ kind: 'intent', intent: 'RemindIntent', slots: { what: 'me at 9 to stretch' } }, catalogue)).toEqual({
      name: 'remind',
      raw: { text: 'remind me at 9 to stretch', explicit: true },
      priority: 'interactive',
    });
    const both = { what: 'stretch', when: 'at 9' };
    expect(resolve({ kind: 'intent', intent: 'RemindIntent', slots: both }, catalogue).raw).toEqual({ args: both });
    expect(resolve({ kind: 'intent', intent: 'RemindIntent', slots: { when: 'at 9' } }, catalogue).raw).toEqual({ args: { when: 'at 9' } });
    expect(resolve({ kind: 'intent', intent: 'RemindIntent', slots: {} }, catalogue).raw).toEqual({ args: {} });
  });

  it('read as a line begins as people begin it', () => {
    const phrases = ['remind me {when} to {what}', 'remind {what} {when}'];
    const spoken = catalogueOf([
      command({ name: 'remind', summary: 'Remind', phrases, params: { what: text(), when: dateTime() }, run: () => undefined }),
    ]);
    const lineOf = (what: string) => resolve({ kind: 'intent', intent: 'RemindIntent', slots: { what } }, spoken).raw.text;
    expect(lineOf('return to work at 5')).toBe('remind me return to work at 5');
    expect(lineOf('me at 9 to stretch')).toBe('remind me at 9 to stretch');
    expect(lineOf('remind me at 9 to stretch')).toBe('remind me at 9 to stretch');
    expect(lineOf('me')).toBe('remind me');
  });

  it('that carries a whole line is that line', () => {
    expect(resolve({ kind: 'intent', intent: 'RunCommandIntent', slots: { line: 'is example.com up' } }, catalogue)).toMatchObject({ name: 'check' });
  });

  it('nobody knows comes to help', () => {
    expect(resolve({ kind: 'intent', intent: 'NoIntent', slots: {} }, catalogue)).toMatchObject({ name: 'help', raw: { text: '' } });
  });
});

it('an event is the command of its name', () => {
  expect(resolve({ kind: 'event', event: 'welcome' }, catalogue)).toEqual({ name: 'welcome', raw: {}, priority: 'interactive' });
});
