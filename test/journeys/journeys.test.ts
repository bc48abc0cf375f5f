import { afterAll, beforeAll, describe, type ExpectStatic, it } from 'vitest';
import { type Mouth, mouths, type OpenMouth, slackSocketMouth } from './mouths.ts';
import { embedded, type JourneyOptions, type JourneyWorld, type OpenWorld, untilTaken, worlds, wrongIn } from './worlds.ts';

/** The same commands, said on each channel with the stand-in platform on the other side. */
describe.concurrent.each(worlds)('in %s, on every channel', (_, open) => journeys(open, { slackRates: 'bursts' }, mouths));

describe.concurrent('in the one process, on Slack by Socket Mode', () => {
  const socket = { SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: 'xapp-standin' };
  journeys(embedded, { slackRates: 'bursts', env: socket }, [['slack', slackSocketMouth]]);
});

/** Someone at one mouth. */
interface Person {
  /** Answers the status of the acknowledgement. The same id is the same delivery. */
  say(text: string, id?: number): Promise<number>;
  hear(words: RegExp | string): Promise<void>;
  heard(): string;
}

let delivery = 100;
/** Worlds go on side by side; in each, one test after the other. */
const inTurn = { concurrent: false, timeout: 60_000 };

function personAt(world: JourneyWorld, mouth: Mouth, expect: ExpectStatic): Person {
  return {
    say: (text, id = ++delivery) => untilTaken(world, () => mouth.say(text, id)),
    hear: (words) => expect.poll(() => mouth.heard(), { timeout: 10_000 }).toMatch(words),
    heard: () => mouth.heard(),
  };
}

function journeys(open: OpenWorld, options: JourneyOptions, all: readonly (readonly [string, OpenMouth])[]): void {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    bellhop = await open(options);
  }, 60_000);
  afterAll(() => bellhop.close());

  /** The same at each mouth, side by side: a conversation takes one answer a second. */
  async function everywhere(expect: ExpectStatic, journey: (person: Person) => Promise<void>): Promise<void> {
    const made = await Promise.allSettled(
      all.map(async ([name, mouthOf]) => {
        const mouth = mouthOf(bellhop);
        try {
          await journey(personAt(bellhop, mouth, expect));
          expect(wrongIn(bellhop, mouth.faults()), 'a call broke a documented limit').toEqual([]);
        } catch (cause) {
          throw new Error(`on ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
        }
      }),
    );
    for (const one of made) if (one.status === 'rejected') throw one.reason;
  }

  it('help says what can be done', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear }) => {
      expect(await say('help')).toBe(200);
      await hear('check');
      await hear('remind');
    }),
  );

  it('help about one command goes into it', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear }) => {
      await say('help check');
      await hear(/example\.com/);
    }),
  );

  it('words that name no command are answered with the closest', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear }) => {
      await say('chek example.com');
      await hear(/check/);
    }),
  );

  it('check refuses an address inside the network', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear }) => {
      await say('check http://127.0.0.1:9/');
      await hear(/public addresses/);
    }),
  );

  it('whoami, status and reminders answer', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear }) => {
      await say('whoami');
      await hear(/member/i);
      await say('status');
      await hear(/queue|waiting|channels/i);
      await say('reminders');
      await hear(/no reminders|nothing|none/i);
    }),
  );

  it("somebody's own command is asked for what it needs, one after the other, shows what will happen, and is done", inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear, heard }) => {
      await say('order 2');
      await hear('A bagel or a waffle?');
      await say('a pony');
      await hear(/one of|bagel.{1,20}waffle/);
      await say('bagel');
      await hear('For when?');
      await say('in 2 hours');
      await hear('The kitchen makes 2 of bagel');
      expect(heard()).not.toContain('Ordered');
      await say('yes');
      await hear(/Ordered: 2 of bagel, (today|tomorrow)/);
    }),
  );

  it('a delivery told twice is acknowledged twice and done once', inTurn, ({ expect }) =>
    everywhere(expect, async ({ say, hear, heard }) => {
      const twice = ++delivery;
      await say('timezone Europe/Madrid', twice);
      await hear('Madrid');
      const before = heard();
      expect(await say('timezone Europe/Madrid', twice)).toBe(200);
      await say('whoami');
      await hear(/member/i);
      const madrids = (text: string) => text.split('timezone').length;
      expect(madrids(heard())).toBeGreaterThanOrEqual(madrids(before));
    }),
  );

  it('a reminder is set, said back with its zone, listed after a restart, and forgotten', inTurn, async ({ expect }) => {
    await everywhere(expect, async ({ say, hear }) => {
      await say('timezone Europe/Berlin');
      await hear('Berlin');
      await say('remind me in 2 hours to stretch');
      await hear(/stretch/);
      await hear(/Berlin/);
    });
    await bellhop.stop();
    await bellhop.start();
    await everywhere(expect, async ({ say, hear }) => {
      await say('reminders');
      await hear(/stretch/);
      await say('forget stretch');
      await hear(/forgot|forgotten/i);
    });
  });
}
