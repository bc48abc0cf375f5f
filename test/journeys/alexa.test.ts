import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { interactionModel } from '../../bots/alexa/publish.ts';
import { allSkills } from '../../infra/core/skills.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { quiet } from '../hostile/witness.ts';
import { type StandInAlexa, startAlexa } from '../platforms/alexa.ts';
import { type Talk, talk } from '../platforms/alexa-talk.ts';
import { freePort, startProcess } from '../process.ts';
import { ownSkills } from './own-skills.ts';
import { type JourneyWorld, worlds } from './worlds.ts';

/** How many commands are being run, as the disk has it. */
function runningIn(data: string): number {
  const db = new DatabaseSync(join(data, 'bellhop.db'), { readOnly: true });
  const row = db.prepare("SELECT COUNT(*) AS n FROM commands WHERE state = 'running'").get();
  db.close();
  return Number(row?.n);
}

const { model } = interactionModel(catalogueOf(allSkills([]).flatMap((skill) => skill.commands)), 'my bellhop');
const { dialog: _, prompts: __, ...byHand } = model.interactionModel;

/** What a person says to an Echo, understood by the model that Bellhop publishes, and what they hear. */
/** Worlds go on side by side; in each, one test after the other. */
const inTurn = { concurrent: false, timeout: 60_000 };

describe.concurrent.each(worlds)('by voice, in %s', (_, open) => {
  let bellhop: JourneyWorld;
  let alexa: StandInAlexa;
  let user: string;
  let ada: Talk;
  let people = 0;
  const hourMs = 3_600_000;
  /** Where functions start first, it may take its time. */
  const soon = { timeout: 15_000, interval: 200 };

  const restart = async (laterMs: number) => {
    await bellhop.stop();
    bellhop.later(laterMs);
    await bellhop.start();
  };

  beforeAll(async () => {
    bellhop = await open();
    ({ alexa } = bellhop);
  }, 60_000);
  afterAll(() => bellhop.close());

  /** Each time somebody else. */
  beforeEach(async () => {
    user = `amzn1.ask.account.ADA${++people}`;
    ada = talk(alexa, () => bellhop.origin(), model, { user });
    await ada.ask('set my time zone to Berlin');
  });

  it.for(['remind me to stretch in 2 hours', 'remind me in two hours to stretch', 'set a reminder to stretch in 2 hours'])(
    '“%s” is one reminder, with its zone, and when it will be heard',
    inTurn,
    async (words, { expect }) => {
      expect(await ada.ask(words)).toMatch(
        /^I'll remind you to stretch (today|tomorrow) at .*, Berlin time\. I can't start speaking here .* next open me/,
      );
      expect(ada.listens()).toBe(false);
      expect(await ada.ask('my reminders')).toMatch(/^You have one reminder: stretch, /);
    },
  );

  it('what is missing is asked for, and answered in plain words', inTurn, async ({ expect }) => {
    expect(await ada.ask('remind me to stretch')).toMatch(/^When should I remind you\?/);
    expect(await ada.say('in 20 minutes')).toMatch(/^I'll remind you to stretch today at|^I'll remind you to stretch tomorrow at/);
    expect(await ada.say('forget it')).toBe('Forgotten: stretch. You can say: undo.');
    expect(await ada.say('undo')).toMatch(/^I'll remind you to stretch/);
  });

  it('help in a question is help, and the question stays open', inTurn, async ({ expect }) => {
    await ada.ask('remind me to stretch');
    expect(await ada.say('help')).toMatch(/^You can say, for example: check example.com/);
    expect(await ada.say('it is in 20 minutes')).toMatch(/^I'll remind you to stretch/);
  });

  it('who stops has dropped the question, and so has who opens the skill anew', inTurn, async ({ expect }) => {
    await ada.ask('remind me');
    expect(await ada.say('stop')).toBe('All right, I dropped that.');
    await ada.ask('remind me');
    await ada.open();
    expect(await ada.say('run whoami')).toMatch(/member/);
  });

  it('what was offered is said back by its words, its place, or a yes', inTurn, async ({ expect }) => {
    for (const what of ['call Kim in 2 hours', 'call Bo in 3 hours']) await ada.ask(`remind me to ${what}`);
    expect(await ada.ask('forget call')).toMatch(/^2 of your reminders fit\. .*Which one\? Say, for example, forget number 1\.$/);
    expect(await ada.say('the second one')).toMatch(/^Forgotten: call bo\./);
    await ada.ask('remind me to call Bo in 3 hours');
    await ada.ask('forget call');
    expect(await ada.say('call kim')).toMatch(/^Forgotten: call kim\./);
    expect(await ada.ask('please whoani')).toBe("I don't know whoani. Did you mean whoami?");
    expect(await ada.say('yes')).toMatch(/member/);
  });

  it(
    'a reminder that came due while nobody listened is told when the skill is next opened, once, also after a restart',
    inTurn,
    async ({ expect }) => {
      await ada.ask('remind me to stretch in 2 hours');
      await ada.ask('remind me to shop in 5 hours');
      await restart(3 * hourMs);
      await quiet(bellhop);
      await expect.poll(() => ada.open(), soon).toMatch(/^While you were away, (today|yesterday) at .*: Reminder: stretch\./);
      expect(await ada.open()).toMatch(/^Hello, I am Bellhop\./);
      expect(await ada.say('my reminders')).toMatch(/^You have one reminder: shop/);
      await restart(3 * hourMs);
      await expect.poll(() => ada.open(), soon).toMatch(/^While you were away, .*Reminder: shop/);
    },
  );

  it('a reminder that came due is told to who asks for something else, too', inTurn, async ({ expect }) => {
    await ada.ask('remind me to stretch in 2 hours');
    await restart(3 * hourMs);
    await expect.poll(() => ada.ask('my reminders'), soon).toMatch(/^You have no reminders\. I kept something for you .* say: what did I miss\.$/);
    expect(await ada.ask('what did I miss')).toMatch(/^Reminder: stretch\. It was due (today|yesterday) at /);
    expect(await ada.ask('my reminders')).toBe('You have no reminders.');
  });

  it('a forgotten reminder is never told', inTurn, async ({ expect }) => {
    await ada.ask('remind me to stretch in 2 hours');
    expect(await ada.ask('forget number one')).toMatch(/^Forgotten: stretch\./);
    await restart(3 * hourMs);
    expect(await ada.open()).toMatch(/^Hello, I am Bellhop\./);
  });

  it('who waits while the process stops is answered', inTurn, async ({ expect }) => {
    const heard = ada.ask('run think 1500');
    await expect.poll(async () => (await bellhop.depth()).running, soon).toBe(1);
    await bellhop.stop();
    expect(await heard).toBe('That took me a while.');
    await bellhop.start();
  });

  it('an answer that takes too long is told when they come, and the voice says so', inTurn, async ({ expect }) => {
    // Asked for meanwhile: on a bad day, and on a busy machine, that takes its time.
    expect(await ada.ask('run think 11000')).toMatch(/^This takes a little longer\. I keep the answer for you: open me again in a moment/);
    expect(await ada.ask('what was the answer')).toBe('I am still working on it. Ask me again in a moment.');
    await expect.poll(() => ada.open(), soon).toMatch(/^While you were away, .*: That took me a while\./);
    expect(await ada.ask('what was the answer')).toBe('That took me a while.');
  });

  it('one request told ten times at once is one run, and one answer to all', inTurn, async ({ expect }) => {
    const request = alexa.intent('RunCommandIntent', { command: 'remind me to stretch in 2 hours' }, { user });
    const all = await Promise.all(Array.from({ length: 10 }, () => alexa.send(bellhop.origin(), request)));
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    expect(await ada.ask('my reminders')).toMatch(/^You have one reminder/);
    await restart(0);
    expect((await alexa.send(bellhop.origin(), request)).body).toBe(all[0]?.body);
  });

  it('a model made by hand, without a dialog part, gets no directive, and its questions are answered as it can', inTurn, async ({ expect }) => {
    const plain = talk(alexa, () => bellhop.origin(), { interactionModel: byHand }, { user });
    expect(await plain.ask('remind me to stretch')).toMatch(/^When/);
    expect(await plain.say('in 20 minutes')).toMatch(/^Sorry, I did not get that\. When/);
    expect(await plain.say('it is in 20 minutes')).toMatch(/^I'll remind you to stretch/);
  });
});

it('by voice, an answer whose process was killed is told when they come', { timeout: 60_000 }, async () => {
  const alexa = await startAlexa();
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-alexa-'));
  const env = { ...alexa.env, BELLHOP_DATA: folder, BELLHOP_SKILLS: ownSkills.join(','), PORT: String(await freePort()), BELLHOP_ENV: 'test' };
  let running = await startProcess(env);
  const bob = talk(alexa, () => running.url, model, { user: 'amzn1.ask.account.BOB' });
  const cut = bob.ask('run think 1000').catch(() => 'cut off');
  await expect.poll(() => runningIn(folder)).toBe(1);
  await running.end('SIGKILL');
  expect(await cut).toBe('cut off');
  running = await startProcess(env);
  await expect.poll(() => bob.open(), { timeout: 10_000, interval: 500 }).toMatch(/^While you were away, .*: That took me a while\./);
  expect(await running.end('SIGTERM')).toBe(0);
  await alexa.close();
  rmSync(folder, { recursive: true, force: true });
});
