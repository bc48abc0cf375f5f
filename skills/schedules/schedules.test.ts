import { afterEach, describe, expect, it } from 'vitest';
import { personId } from '../../shared/people/person.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
function open() {
  const bell = openSkills(everySkill);
  opened.push(bell);
  return bell;
}
const words = (reply: Reply) => [plain(reply.text), ...(reply.fields ?? []).map(({ name, value }) => `${name}: ${plain(value)}`)].join('\n');

describe('schedule', () => {
  it('says what it will run and when, with the next five runs in the person’s zone', async () => {
    const made = await open().say('schedule check example.com every weekday at 9');
    expect(words(made)).toBe(
      [
        "I'll run check example.com every weekday at 09:00 Europe/Berlin.",
        'Next 5 runs: tomorrow at 09:00',
        'on Friday 12 June at 09:00',
        'on Monday 15 June at 09:00',
        'on Tuesday 16 June at 09:00',
        'on Wednesday 17 June at 09:00',
      ].join('\n'),
    );
    expect(made.actions?.map(({ label }) => label)).toEqual(['Run now', 'Pause', 'Take away']);
    expect(made.speech).toBe("I'll run check example.com every weekday at 09:00 Europe/Berlin. It runs first tomorrow at 09:00.");
  });

  it.each([
    ['schedule every 15 minutes check example.com', 'every 15 minutes'],
    ['schedule "check example.com" every 2 weeks on friday', 'every 2 weeks on Friday at 09:00 Europe/Berlin'],
    ['schedule check example.com cron 0 9 * * 1-5', 'cron 0 9 * * 1-5 Europe/Berlin'],
    ['schedule check example.com on the first monday of the month at 8', 'every month on the 1st Monday at 08:00 Europe/Berlin'],
    ['schedule check example.com tomorrow at 9', 'once, tomorrow at 09:00'],
    ['plane check example.com jeden werktag um 9', 'every weekday at 09:00 Europe/Berlin'],
  ])('%s', async (said, when) => {
    expect(plain((await open().say(said)).text)).toBe(`I'll run check example.com ${when}.`);
  });

  it('speaks German to who does', async () => {
    const made = await open().say('plane check example.com jeden Werktag um 9', { person: { locale: 'de' } });
    expect(plain(made.text)).toBe('Ich führe check example.com aus: jeden Werktag um 09:00 Europe/Berlin.');
  });

  it('issues it at its time, for who asked', async () => {
    const { say, clock, issued, timers, ...rest } = open();
    await say('schedule check example.com every 15 minutes missed:all overlap:parallel');
    const stop = new AbortController();
    const job = everySkill.find(({ name, timers: has }) => name === 'schedules' && has);
    const consuming = timers.consume((due) => job?.timers?.fire(due, { ...rest, timers, clock }) ?? Promise.resolve(), { signal: stop.signal });
    await clock.advance(900_000);
    expect(issued).toMatchObject([{ name: 'check', raw: { text: 'check example.com' }, from: { user: 'u1' } }]);
    stop.abort();
    await consuming;
  });

  it.each([
    ['schedule frobnicate every weekday at 9', /is no command of mine/],
    ['schedule check every weekday at 9', /isn't all that it needs/],
    ['schedule check ??? every weekday at 9', /would not run/],
    ['schedule schedule_broken x every weekday at 9', /can't be run by a schedule/],
    ['schedule role @kim admin every weekday at 9', /may not run role/],
  ])('%s is refused, and why', async (said, why) => {
    await expect(open().say(said)).rejects.toThrow(why);
  });
});

describe('what was scheduled', () => {
  it('is listed, paused, resumed, run now and taken away by its number or its words', async () => {
    const { say } = open();
    await say('schedule check example.com every 15 minutes');
    await say('schedule status every weekday at 9');
    const list = await say('schedules');
    expect(list.table?.rows.map((row) => row.slice(0, 4))).toEqual([
      ['1', 'check example.com', 'every 15 minutes', 'today at 14:15'],
      ['2', 'status', 'every weekday at 09:00 Europe/Berlin', 'tomorrow at 09:00'],
    ]);
    expect(list.speech).toBe(
      'There are 2 schedules. Number 1: check example.com, every 15 minutes. Number 2: status, every weekday at 09:00 Europe/Berlin.',
    );
    expect(plain((await say('pause status')).text)).toBe('Paused: status. It runs no more until you resume it.');
    expect(plain((await say('resume 2')).text)).toBe('status runs again, tomorrow at 09:00.');
    expect(plain((await say('run the first one now')).text)).toBe('check example.com runs now; its schedule stays as it is.');
    expect(plain((await say('unschedule 1')).text)).toBe('Taken away: check example.com runs no more.');
    expect((await say('schedules')).table?.rows.length).toBe(1);
    expect(plain((await say('pause nothing')).text)).toBe('No schedule fits “nothing”. schedules shows those there are.');
  });

  it('which fits several, is asked', async () => {
    const { say, press } = open();
    await say('schedule check example.com every 15 minutes');
    await say('schedule check example.org every 20 minutes');
    const asked = await say('pause check');
    expect(asked.actions?.map(({ label }) => label)).toEqual(['check example.com', 'check example.org']);
    expect(plain((await press(asked.actions?.[1])).text)).toBe('Paused: check example.org. It runs no more until you resume it.');
  });

  it('is its owner’s and an operator’s to change', async () => {
    const { say } = open();
    const made = await say('schedule check example.com every 15 minutes');
    const id = made.actions?.[0]?.args.which ?? '';
    const other = personId({ channel: 'slack', tenant: 't1' }, 'u2');
    expect(plain((await say(`pause ${id}`, { user: 'u2', person: { id: other } })).text)).toMatch(/^It is somebody's/);
    expect(plain((await say('schedules', { user: 'u2', person: { id: other } })).text)).toMatch(/^There are no schedules/);
    const operator = { user: 'u2', person: { id: other, role: 'operator' } } as const;
    expect((await say('schedules', operator)).table?.columns.at(-1)?.title).toBe('Whose');
    expect(plain((await say(`pause ${id}`, operator)).text)).toMatch(/^Paused/);
  });
});
