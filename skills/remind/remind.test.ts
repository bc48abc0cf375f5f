import { afterEach, describe, expect, it } from 'vitest';
import { people, personId } from '../../shared/people/person.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenOptions, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { forget } from './forget.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** Wednesday 10 June 2026, 14:00 in Berlin. */
function open(options: OpenOptions = {}): OpenSkills {
  const one = openSkills(everySkill, options);
  opened.push(one);
  return one;
}

const words = (reply: Reply) => plain(reply.text);

describe('remind', () => {
  it.each([
    ['remind me in 2 minutes to stretch', "I'll remind you to stretch today at 14:02 (Europe/Berlin)."],
    ['remind me to stretch in 2 minutes', "I'll remind you to stretch today at 14:02 (Europe/Berlin)."],
    ['Remind me tomorrow at 9 to call Kim.', "I'll remind you to call Kim tomorrow at 09:00 (Europe/Berlin)."],
    [
      'remind me to light the candles on 24 December at 18:30',
      "I'll remind you to light the candles on Thursday 24 December at 18:30 (Europe/Berlin).",
    ],
    ['remind me next monday 8am to plan', "I'll remind you to plan on Monday 15 June at 08:00 (Europe/Berlin)."],
    ['remind me at 5 that the oven is on', "I'll remind you that the oven is on today at 17:00 (Europe/Berlin)."],
    ['remind me about the oven at 5', "I'll remind you about the oven today at 17:00 (Europe/Berlin)."],
    ['reminder to stretch in 2 minutes', "I'll remind you to stretch today at 14:02 (Europe/Berlin)."],
    ['set a reminder to stretch in 2 minutes', "I'll remind you to stretch today at 14:02 (Europe/Berlin)."],
    ['remind me at 9 Lisbon time to call Rui', "I'll remind you to call Rui today at 21:00 (Europe/Lisbon)."],
    ['remind me to pay on 5 January at 10', "I'll remind you to pay on Tuesday 5 January 2027 at 10:00 (Europe/Berlin)."],
  ])('%s', async (said, answer) => expect(words(await open().say(said))).toBe(answer));

  it.each([
    ['erinnere mich in 2 Minuten an Tee', 'Ich erinnere dich heute um 14:02 (Europe/Berlin): Tee.'],
    ['Erinnere mich morgen um 9 daran, Kim anzurufen', 'Ich erinnere dich morgen um 09:00 (Europe/Berlin): Kim anzurufen.'],
    ['erinner mich an den Tee am 24. Dezember um 18:30', 'Ich erinnere dich am Donnerstag, 24. Dezember um 18:30 (Europe/Berlin): den Tee.'],
    ['remind me in 2 minutes to stretch', 'Ich erinnere dich heute um 14:02 (Europe/Berlin): stretch.'],
  ])('in German: %s', async (said, answer) => expect(words(await open().say(said, { person: { locale: 'de-DE' } }))).toBe(answer));

  it.each(['remind', 'remind me', 'Remind me.', 'set a reminder'])('“%s” asks what and when, and takes no word of it for either', async (said) => {
    await expect(open().say(said)).rejects.toThrow('missing what: What should I remind you of?');
  });

  it('says it in the zone of the person', async () => {
    const said = await open().say('remind me tomorrow at 9 to stretch', { person: { timeZone: 'America/New_York' } });
    expect(words(said)).toBe("I'll remind you to stretch tomorrow at 09:00 (America/New_York).");
  });

  it('counts from when the person spoke, though the worker comes five minutes later', async () => {
    const bell = open();
    const saidAt = bell.clock.now();
    await bell.clock.advance(300_000);
    expect(words(await bell.say('remind me in 10 minutes to stretch', { saidAt }))).toContain('today at 14:10');
    expect(words(await bell.say('remind me in 2 minutes to stretch', { saidAt }))).toBe(
      "I'll remind you to stretch right away: it was due today at 14:02 (Europe/Berlin).",
    );
  });

  it('makes one reminder of one command that runs twice', async () => {
    const bell = open();
    for (let i = 0; i < 2; i++) await bell.say('remind me in 2 minutes to stretch', { id: 'same' });
    expect(words(await bell.say('reminders'))).toBe('Your reminders:\n1. stretch – today at 14:02 (Europe/Berlin)');
  });

  it('refuses what is past and what repeats, with a way on', async () => {
    await expect(open().say('remind me yesterday to stretch')).rejects.toThrow('“yesterday” is already past. Try');
    await expect(open().say('remind me every day at 9 to stretch')).rejects.toThrow('repeats, and I need one time');
  });

  it('is kept where nothing can be said first, and says so', async () => {
    const bell = open({ proactive: () => false, keeps: (channel) => channel === 'speaker' });
    const said = await bell.say('remind me in 2 minutes to stretch', { place: { channel: 'speaker' } });
    const how =
      "I can't start speaking here by myself, so I'll tell you when you next open me after that. To be told in time, link a chat: say link.";
    expect(words(said)).toBe(`I'll remind you to stretch today at 14:02 (Europe/Berlin). ${how}`);
    expect(said.speech).toBe(`I'll remind you to stretch today at 14:02, Berlin time. ${how}`);
  });

  it('names the chat where it will be told instead, and how to link one', async () => {
    const bell = open({ proactive: (channel) => channel === 'slack', keeps: () => true });
    const asking = { place: { channel: 'speaker' }, user: 'ada' };
    expect(words(await bell.say('remind me in 2 minutes to stretch', asking))).toMatch(
      /next open me after that\. To be told in time, link a chat: say link\.$/,
    );
    const id = personId({ channel: 'speaker', tenant: 't1' }, 'ada');
    const home = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'd1', direct: true, user: 'u1' };
    await bell.store.put(people, id, { id, role: 'member', locale: 'en', timeZone: 'Europe/Berlin', home });
    const said = await bell.say('remind me in 3 minutes to stretch', asking);
    expect(words(said)).toBe("I'll remind you to stretch today at 14:03 (Europe/Berlin), on Slack.");
    expect(said.speech).toBe("I'll remind you to stretch today at 14:03, Berlin time, on Slack.");
  });

  it('asks of what, when only the time was said', async () => {
    await expect(open().say('remind me in 2 minutes')).rejects.toThrow('missing what: What should I remind you of?');
  });

  it.each([
    ['remind Kim in 5 minutes to stretch', 'Kim'],
    ['remind kim to stretch in 5 minutes', 'kim'],
    ['remind @kim tomorrow to call', '@kim'],
    ['remind <@U123> in 5 minutes to call', '<@U123>'],
    ['remind us tomorrow at 9 to meet', 'us'],
    ['remind everyone to leave at 5', 'everyone'],
  ])('“%s” is refused: it would remind the one who asks', async (said, whom) => {
    await expect(open().say(said)).rejects.toMatchObject({
      code: 'reminder_for_another',
      message: expect.stringContaining(`so I can't remind ${whom}`),
      hint: expect.stringContaining('remind me'),
    });
  });

  it.each([
    ['remind me to ask @kim in 5 minutes', 'ask @kim'],
    ['remind Friday at 9 to call', 'call'],
    ['remind stretch in 2 minutes', 'stretch'],
    ['remind me Kim to call in 5 minutes', 'Kim to call'],
  ])('“%s” is for oneself', async (said, what) => expect(words(await open().say(said))).toContain(`remind you to ${what} `));

  it('says plainly where it could never be heard', async () => {
    const bell = open({ proactive: () => false });
    await expect(bell.say('remind me in 2 minutes to stretch', { place: { channel: 'alexa' } })).rejects.toThrow(
      "I can't speak up by myself on alexa",
    );
  });
});

describe('reminders', () => {
  it('lists one’s own, soonest first, each with a button that forgets it', async () => {
    const bell = open();
    await bell.say('remind me tomorrow to shop');
    await bell.say('remind me in 1 hour to stretch');
    await bell.say('remind me in 1 hour to spy', { user: 'u2' });
    const list = await bell.say('my reminders');
    expect(words(list)).toBe('Your reminders:\n1. stretch – today at 15:00 (Europe/Berlin)\n2. shop – tomorrow at 09:00 (Europe/Berlin)');
    expect(list.visibility).toBe('private');
    expect(words(await bell.press(list.actions?.[0]))).toBe('Forgotten: stretch (today at 15:00).');
    expect(words(await bell.say('reminders'))).toBe('Your reminders:\n1. shop – tomorrow at 09:00 (Europe/Berlin)');
  });

  it('is spoken with the numbers by which they are forgotten', async () => {
    const bell = open();
    await bell.say('remind me in 1 hour to stretch');
    expect((await bell.say('reminders')).speech).toBe('You have one reminder: stretch, today at 15:00.');
    for (const what of ['shop', 'cook', 'read']) await bell.say(`remind me in 2 hours to ${what}`);
    expect((await bell.say('reminders')).speech).toMatch(
      /^You have 4 reminders\. Number 1: stretch, today at 15:00\. Number 2: .*\. And 1 later one\.$/,
    );
  });

  it('says how to make one when there is none', async () => {
    expect(words(await open().say('reminders'))).toContain('remind me in 20 minutes to stretch');
  });
});

describe('forget', () => {
  const filled = async () => {
    const bell = open();
    await bell.say('remind me in 1 hour to call Kim');
    await bell.say('remind me in 2 hours to call Bo');
    await bell.say('remind me in 3 hours to stretch');
    return bell;
  };

  it.each([
    ['forget 2', 'Forgotten: call Bo (today at 16:00).'],
    ['forget #3', 'Forgotten: stretch (today at 17:00).'],
    ['forget two', 'Forgotten: call Bo (today at 16:00).'],
    ['forget number 2', 'Forgotten: call Bo (today at 16:00).'],
    ['forget the second one', 'Forgotten: call Bo (today at 16:00).'],
    ['forget the last reminder', 'Forgotten: stretch (today at 17:00).'],
    ['forget stretch', 'Forgotten: stretch (today at 17:00).'],
    ['forget the reminder to call kim', 'Forgotten: call Kim (today at 15:00).'],
  ])('%s', async (said, answer) => expect(words(await (await filled()).say(said))).toBe(answer));

  it('asks which one when words fit several', async () => {
    const bell = await filled();
    const which = await bell.say('forget call');
    expect(which.actions?.map(({ label }) => label)).toEqual(['call Kim', 'call Bo']);
    expect(words(which)).toBe(
      '2 of your reminders fit “call”:\n1. call Kim – today at 15:00 (Europe/Berlin)\n2. call Bo – today at 16:00 (Europe/Berlin)\nWhich one? Say forget 1, for example.',
    );
    expect(which.speech).toBe(
      '2 of your reminders fit. Number 1: call Kim, today at 15:00. Number 2: call Bo, today at 16:00. Which one? Say, for example, forget number 1.',
    );
    expect(words(await bell.press(which.actions?.[1]))).toContain('call Bo');
  });

  it('says so when nothing fits', async () => {
    const bell = await filled();
    for (const said of ['forget 9', 'forget nonsense', `forget ${'0'.repeat(24)}`])
      expect(words(await bell.say(said))).toContain('No reminder of yours fits');
  });

  it('can be undone', async () => {
    const bell = await filled();
    const kept: unknown[] = [];
    const context = { ...bell.contextOf('forget', {}), undoWith: (result: unknown) => kept.push(result) };
    await forget.run({ which: 'stretch' }, context);
    const before = await bell.say('reminders');
    // Twice, as after a crash in between: it stays one.
    for (let n = 0; n < 2; n++)
      expect(words((await forget.undo?.({ which: 'stretch' }, kept[0], context)) ?? reply(''))).toBe(
        "I'll remind you to stretch today at 17:00 (Europe/Berlin).",
      );
    expect((await bell.say('reminders')).actions?.length).toBe((before.actions?.length ?? 0) + 1);
  });

  it('touches nobody else’s', async () => {
    const bell = await filled();
    const { actions } = await bell.say('reminders');
    expect(words(await bell.press(actions?.[0], { user: 'u2' }))).toContain('No reminder of yours fits');
  });
});

describe('a reminder that is due', () => {
  const dueAt = '2026-06-10T12:00:00.000Z';

  it('is told in time', async () => {
    expect(words(await open().run('reminder_due', { args: { what: 'stretch', at: dueAt } }))).toBe('Reminder: stretch');
  });

  it('says when it was due, if it is late by more than a minute', async () => {
    const bell = open();
    await bell.clock.advance(61_000);
    const said = await bell.run('reminder_due', { args: { what: 'stretch', at: dueAt } });
    expect(words(said)).toContain('it was due today at 14:00');
    expect(said.speech).toBe('Reminder: stretch. It was due today at 14:00.');
  });

  it('names its person where others listen', async () => {
    const asking = { person: { name: 'Ada' }, place: { direct: false } };
    expect(words(await open().run('reminder_due', { args: { what: 'about lunch', at: dueAt } }, asking))).toBe('Reminder for Ada: lunch');
  });
});
