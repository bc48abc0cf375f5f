import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mention } from '../platforms/slack.ts';
import { type Answered, type Door, doorNamed, doorNames, doorsOf, post } from './doors.ts';
import { type Small, small } from './small.ts';

let bellhop: Small;
let doors: readonly Door[];
/** A command of each door but Alexa's, which is run at once and waits in no queue: then it is full. */
beforeAll(async () => {
  bellhop = await small({ alert: 10, interactive: 9, report: 1 });
  doors = doorsOf(bellhop);
  for (const door of doors) expect([200, 202], door.name).toContain((await post(bellhop.origin, door, door.good('first', 1))).status);
});
afterAll(() => bellhop.close());

const say = (name: string, id: number) => post(bellhop.origin, doorNamed(doors, name), doorNamed(doors, name).good('more', id));
const retryAfter = ({ status, headers }: Answered) => [status, Number(headers.get('retry-after'))];

describe('past the mark, each platform is told to come again in its own form', () => {
  it.each([
    ['Slack events', 60],
    ['Slack interactions', 60],
    ['Telegram', 30],
    ['Teams', 60],
    ['Messenger', 30],
    ['Email', 60],
    ['the simulator', 60],
  ])('%s: 503 with Retry-After', async (name, seconds) => {
    expect(retryAfter(await say(name, 2))).toEqual([503, seconds]);
  });

  it('Slack commands: 200 with words that only their person sees, for anything else shows as a failure of the app', async () => {
    const { status, body } = await say('Slack commands', 2);
    expect([status, JSON.parse(body)]).toEqual([200, { response_type: 'ephemeral', text: expect.stringContaining('try again in a minute') }]);
  });

  it('Teams: a pressed Action.Execute gets a 200 with the failure inside', async () => {
    const press = Buffer.from(JSON.stringify(bellhop.teams.says.execute('e-2', 'echo|words=more')));
    const { status, body } = await post(bellhop.origin, doorNamed(doors, 'Teams'), press);
    expect([status, JSON.parse(body)]).toMatchObject([200, { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'Busy' } }]);
  });

  it('SMS: in the answer, for Twilio does not come again by itself', async () => {
    const { status, body } = await say('SMS', 2);
    expect([status, body]).toEqual([200, expect.stringContaining('<Message>Too much is asked of me')]);
  });

  it('Alexa: says so, in a response that Alexa takes', async () => {
    const { status, body } = await say('Alexa', 2);
    expect(status).toBe(200);
    expect(body).toContain('too much to do');
    expect(bellhop.alexa.check(body)).toEqual([]);
  });

  it('nothing of that was kept, and the log says why', async () => {
    expect((await bellhop.inbox.depth()).waiting.interactive.count).toBe(9);
    expect(bellhop.lines.filter(({ reason }) => reason === 'busy').length).toBeGreaterThanOrEqual(10);
  });
});

describe('past the mark', () => {
  it.each(doorNames)('what %s was told before is still acknowledged when it comes again', async (name) => {
    const door = doorNamed(doors, name);
    const { status, body } = await post(bellhop.origin, door, door.good('first', 1));
    expect(status).toBe(name === 'the simulator' ? 202 : 200);
    expect(body).not.toMatch(/too much|minute/);
  });

  it('a command of alert priority gets through', async () => {
    const cancel = Buffer.from(mention('<@UBOT1> cancel', '1700000099.000100'));
    expect((await post(bellhop.origin, doorNamed(doors, 'Slack events'), cancel)).status).toBe(200);
    expect((await bellhop.inbox.depth()).waiting.alert.count).toBe(1);
  });

  it('a place that comes free is taken at once', async () => {
    const stop = new AbortController();
    const working = bellhop.inbox.consume(
      async () => {
        stop.abort();
        return { state: 'done', replies: [] };
      },
      { signal: stop.signal, concurrency: 3, stopMs: 1_000 },
    );
    await working;
    expect((await say('Telegram', 3)).status).toBe(200);
  });
});
