import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { command } from '../../shared/command/define.ts';
import { date, duration, integer, text, yesNo } from '../../shared/command/kinds/index.ts';
import { ingress } from '../../shared/flow/ingress.ts';
import { silent } from '../../shared/flow/observe.ts';
import { speakHere } from '../../shared/flow/speak-here.ts';
import { voice } from '../../shared/flow/voice.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld } from '../../test/flow-world.ts';
import { type StandInAlexa, startAlexa } from '../../test/platforms/alexa.ts';
import { talk } from '../../test/platforms/alexa-talk.ts';
import { alexa as module } from './channel.ts';
import { interactionModel } from './publish.ts';

const book = command({
  name: 'book',
  summary: 'Book a table',
  phrases: ['book a table'],
  params: {
    seats: integer({ ask: 'For how many?' }),
    day: date({ ask: 'Which day?' }),
    long: duration({ ask: 'How long?' }),
    inside: yesNo({ ask: 'Inside?' }),
  },
  run: ({ seats, day, long, inside }) => reply(`${seats} seats, ${day}, ${long.ms / 60_000} minutes, ${inside ? 'inside' : 'outside'}`),
});
const launch = command({
  name: 'launch',
  summary: 'Launch',
  phrases: ['fire the rocket'],
  confirm: () => 'It leaves at once.',
  run: () => reply('It is gone.'),
});
const note = command({
  name: 'note',
  summary: 'Note',
  phrases: ['take a note'],
  params: { words: text({ ask: 'What should it say?' }) },
  run: ({ words }) => reply(`Noted ${words}`),
});
const clock = command({ name: 'clock', summary: 'The time', phrases: ['what time is it'], run: () => reply('It is late.') });
const stop = command({ name: 'stop', summary: 'Bye', hidden: true, run: () => reply('Goodbye.') });
const help = command({ name: 'help', summary: 'Help', run: () => reply('I did not understand.', { asks: true }) });
const commands = [book, launch, note, clock, stop, help];
const { model } = interactionModel(catalogueOf(commands), 'my bellhop');
/** As it was before Alexa could be told to listen for slots. */
const older = {
  interactionModel: {
    ...model.interactionModel,
    languageModel: {
      ...model.interactionModel.languageModel,
      intents: model.interactionModel.languageModel.intents.map((intent) => (intent.name === 'RunCommandIntent' ? intent : { ...intent, slots: [] })),
    },
  },
};

let platform: StandInAlexa;
beforeAll(async () => {
  platform = await startAlexa();
});
afterAll(() => platform.close());
const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

function echo(understands: typeof model | typeof older = model) {
  const env = { ...platform.env, BELLHOP_KEY: 'k' };
  const opened = module.configure(env, { clock: { now: Date.now }, random: () => 0, url: 'https://b.example', env } as never);
  if (!('on' in opened)) throw new Error(opened.off);
  const channel = opened.on;
  const made = flowWorld({ commands, channels: [channel] });
  worlds.push(made);
  const parts = { ...made, channel, channels: new Map([[channel.name, channel]]), observer: silent };
  const spoken = voice({ ...parts, run: speakHere({ ...parts, channel: channel.name }) });
  const enter = ingress({ ...parts, voice: spoken });
  const heard = {
    ...platform,
    async send(_: string, body: object) {
      const { status, body: answer = '' } = await enter(platform.request(body));
      expect(platform.check(answer)).toEqual([]);
      const { response } = JSON.parse(answer);
      return { status, body: answer, speech: String(response.outputSpeech?.ssml).replace(/<[^>]*>/g, ''), open: response.shouldEndSession === false };
    },
  };
  const said = talk(heard, () => '', understands);
  return { ...said, directive: () => JSON.parse(said.last()).response.directives?.[0] };
}

describe('a command that is asked for by voice', () => {
  it('has Alexa listen for each missing value by its own type of slot, and takes what is spoken', async () => {
    const { ask, say, directive, listens } = echo();
    expect(await ask('book a table')).toBe('For how many?');
    expect(directive()).toMatchObject({ type: 'Dialog.ElicitSlot', slotToElicit: 'seats', updatedIntent: { name: 'BookIntent' } });
    expect(await say('twenty one')).toBe('Which day?');
    expect(directive()).toMatchObject({ slotToElicit: 'day' });
    expect(await say('2026-12-24')).toBe('How long?');
    expect(await say('PT90M')).toMatch(/^Inside\?/);
    expect(await say('no')).toMatch(/^21 seats, .*90 minutes, outside/);
    expect(listens()).toBe(false);
  });

  it('asks again for what does not fit, and after three times says what would and lets it be', async () => {
    const { ask, say, directive } = echo();
    await ask('book a table');
    expect(await say('a few')).toMatch(/“a few” is not a whole number\. For how many\?/);
    expect(directive()).toMatchObject({ slotToElicit: 'seats' });
    await say('some');
    expect(await say('many')).toMatch(/Let's leave it for now/);
  });

  it('lets another be asked for in between: what fits that better is no answer', async () => {
    const { ask, say } = echo();
    await ask('book a table');
    expect(await say('what time is it')).toMatch(/It is late/);
  });

  it('has Alexa ask for a yes: a no is none, and what is confirmed happens', async () => {
    const { ask, say, directive } = echo();
    expect(await ask('fire the rocket')).toMatch(/It leaves at once\. Shall I do it\?/);
    expect(directive()).toMatchObject({ type: 'Dialog.ConfirmIntent', updatedIntent: { name: 'LaunchIntent' } });
    expect(await say('no')).toMatch(/launch was not done/);
    await ask('fire the rocket');
    expect(await say('yes')).toBe('It is gone.');
  });

  it('takes any words where a slot takes any, and is dropped by cancel', async () => {
    const { ask, say, directive } = echo();
    await ask('take a note');
    expect(directive()).toMatchObject({ updatedIntent: { name: 'RunCommandIntent' } });
    expect(await say('buy milk')).toBe('Noted buy milk.');
    await ask('book a table');
    expect(await say('never mind')).toMatch(/I dropped that/);
  });

  it('goes on as before where the skill’s model is older than the command', async () => {
    const { ask, say, directive } = echo(older);
    await ask('book a table');
    expect(directive()).toMatchObject({ updatedIntent: { name: 'RunCommandIntent' } });
    expect(await say('4')).toBe('Which day?');
    await ask('fire the rocket');
    expect(await say('yes')).toBe('It is gone.');
  });
});
