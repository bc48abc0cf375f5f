import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { kindOf } from '../../shared/command/kind.ts';
import { dateTime, text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { interactionModel } from './publish.ts';
import { sampleOf } from './sample.ts';

const kind = (alexaSlot: string) =>
  kindOf<string>({ kind: 'text', asks: 'What?', parse: (raw) => ({ ok: true, value: raw }), print: (value) => value, words: true, alexaSlot });
const words = kind('AMAZON.SearchQuery');
const date = kind('AMAZON.DATE');
const number = kind('AMAZON.NUMBER');
const run = () => reply('ok');

const check = command({ name: 'check', summary: 'Check', phrases: ['check {site}', 'is {site} up'], params: { site: words() }, run });
const remind = command({
  name: 'remind',
  summary: 'Remind',
  phrases: ['remind me to {what} {when}', 'remind me on {when}', 'wake me on {when} for {count} times'],
  params: { what: words(), when: date(), count: number() },
  run,
});
const help = command({ name: 'help', summary: 'Help', phrases: ['what can you do'], run });
const press = command({ name: 'secret', summary: 'Hidden', hidden: true, run });
const modelOf = (...definitions: AnyCommand[]) => {
  const { model, leftOut } = interactionModel(catalogueOf(definitions), 'my bellhop');
  const intents = model.interactionModel.languageModel.intents;
  return { intents, leftOut, intent: (name: string) => intents.find((intent) => intent.name === name) };
};

describe('the interaction model', () => {
  it('has an intent for each command, with its phrases and the slots of its kinds', () => {
    expect(modelOf(check).intent('CheckIntent')).toEqual({
      name: 'CheckIntent',
      slots: [{ name: 'site', type: 'AMAZON.SearchQuery' }],
      samples: ['check {site}', 'is {site} up', 'check'],
    });
    expect(modelOf(remind).intent('RemindIntent')).toEqual({
      name: 'RemindIntent',
      slots: [
        { name: 'when', type: 'AMAZON.DATE' },
        { name: 'count', type: 'AMAZON.NUMBER' },
        { name: 'what', type: 'AMAZON.SearchQuery' },
      ],
      samples: ['remind me on {when}', 'wake me on {when} for {count} times', 'remind {what}', 'remind'],
    });
  });

  it('says what Alexa could not take, and why', () => {
    expect(modelOf(remind).leftOut).toEqual([{ command: 'remind', phrase: 'remind me to {what} {when}', why: 'a slot for any words stands alone' }]);
  });

  it('has one slot for any words where a phrase has several, if the command can divide what was said', () => {
    const later = command({
      name: 'later',
      summary: 'Later',
      phrases: ['tell me {when} to {what}', 'tell me to {what} {when}', '{what} {when}'],
      params: { what: text(), when: dateTime() },
      run,
    });
    const { intent, leftOut } = modelOf(later);
    expect(intent('LaterIntent')).toEqual({
      name: 'LaterIntent',
      slots: [{ name: 'what', type: 'AMAZON.SearchQuery' }],
      samples: ['tell me {what}', 'tell me to {what}', 'later {what}', 'later'],
    });
    expect(leftOut.map(({ phrase }) => phrase)).toEqual(['{what} {when}']);
  });

  it('has a dialog part, so that whatever is said in an open session can be asked for', () => {
    const { model } = interactionModel(catalogueOf([check]), 'my bellhop');
    const { dialog, prompts } = model.interactionModel;
    const [slot] = dialog.intents[0]?.slots ?? [];
    expect(dialog).toMatchObject({ delegationStrategy: 'SKILL_RESPONSE', intents: [{ name: 'RunCommandIntent' }] });
    expect(slot).toMatchObject({ name: 'command', type: 'AMAZON.SearchQuery', elicitationRequired: true });
    expect(prompts.map(({ id }) => id)).toEqual([slot?.prompts.elicitation]);
  });

  it("has Amazon's own intents and one for any command, and nothing hidden or said by them already", () => {
    expect(modelOf(help, press).intents.map(({ name }) => name)).toEqual([
      'RunCommandIntent',
      'AMAZON.HelpIntent',
      'AMAZON.StopIntent',
      'AMAZON.CancelIntent',
      'AMAZON.NavigateHomeIntent',
      'AMAZON.FallbackIntent',
      'AMAZON.YesIntent',
      'AMAZON.NoIntent',
    ]);
  });

  it('has no sample twice: the first command keeps it', () => {
    const test = command({ name: 'test', summary: 'Test', phrases: ['is {what} up', 'please {what}'], params: { what: words() }, run });
    const { leftOut, intent } = modelOf(check, test);
    expect(intent('TestIntent')?.samples).toEqual(['test {what}', 'test']);
    expect(leftOut.map(({ why }) => why)).toEqual(['check is called by it already', 'RunCommandIntent is called by it already']);
  });

  it('stays within 250 intents', () => {
    const letters = (i: number) => String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));
    const many = Array.from({ length: 300 }, (_, i) => command({ name: letters(i), summary: 's', run }));
    const { intents, leftOut } = modelOf(...many);
    expect(intents.length).toBe(250);
    expect(leftOut.length).toBe(300 - 242);
  });

  it.each(['bellhop', 'Alexa helper', 'my skill', 'my 2 bots', 'ask bellhop', ''])('refuses "%s" as its invocation name', (name) => {
    expect(() => interactionModel(catalogueOf([check]), name)).toThrow(RangeError);
  });
});

describe('a sample', () => {
  const params = { site: words(), when: date(), site2: words() };
  it.each([
    ['Is {site} UP?', 'is {site} up'],
    ['show 24 hours of {when}', 'show twenty four hours of {when}'],
    ['error 404', 'error four zero four'],
    ["what's up, doc!", "what's up doc"],
    ['show u.s. sites.', 'show u.s. sites'],
    ['check-site {when}', 'check site {when}'],
  ])('of "%s" is "%s"', (phrase, text) => {
    expect(sampleOf(phrase, { params })).toEqual({ text });
  });

  it.each(['{site}', '{site} {when}', 'check {site} {when}', 'check {site2}', 'from {when} to {when}', '?! {when}', ''])(
    'is none of "%s"',
    (phrase) => {
      expect(sampleOf(phrase, { params })).toHaveProperty('why');
    },
  );

  it('has letters, apostrophes, dots and slots alone, whatever the phrase', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (phrase) => {
        const sample = sampleOf(phrase.replace(/[{}]/g, ' '), { params });
        if ('text' in sample) expect(sample.text).toMatch(/^[\p{L}'.]+(?: [\p{L}'.]+)*$/u);
      }),
    );
  });
});
