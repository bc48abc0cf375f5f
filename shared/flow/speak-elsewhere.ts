import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { answerIn, isAnswered, type RunSpoken } from './voice.ts';

/** Between two looks for the outcome, ms: short at first, for most are there soon. */
const lookMs = [40, 40, 60, 80, 100, 150];
const lookMostMs = 200;
/** Tries to say that voice waits no longer, while the table is ill. */
const triesMax = 3;

export interface SpeakElsewhereParts {
  /** Has it run by somebody else; resolves when that is certain. */
  readonly begin: (command: Command) => Promise<void>;
  /** Nobody could be had: from now on it is run, and told, like any other command. Answers false when somebody runs it all the same. */
  readonly queue: (command: Command) => Promise<boolean>;
  /** Voice waits no longer: from now on the answer is told. Answers the record when it was there already: it is to be said. */
  readonly answerLater: (command: Command) => Promise<CommandRecord | null>;
  readonly inbox: Pick<Inbox, 'read'>;
  readonly clock: Clock;
  /** Hears of what went wrong meanwhile. */
  readonly report: (what: string, cause: unknown) => void;
}

/** Has what was spoken run in another process, and looks for its outcome. One conditional write decides who tells it: that of the run, or ours when we wait no longer. */
export function speakElsewhere({ begin, queue, answerLater, inbox, clock, report }: SpeakElsewhereParts): RunSpoken {
  return async ({ record: { command } }, until, said) => {
    try {
      await begin(command);
    } catch (cause) {
      report('What was spoken could not be handed over; it is run like any other command.', cause);
      if (await isQueued(command)) return 'later';
    }
    const record = (await outcome(command, until)) ?? (await nowLater(command));
    return record ? { replies: await said(answerIn(record)), kept: Promise.resolve() } : 'later';
  };

  async function isQueued(command: Command): Promise<boolean> {
    try {
      return await queue(command);
    } catch (cause) {
      report('What was spoken could not be queued: the sweeper finds it.', cause);
      return false;
    }
  }

  /** Null: it isn't there in time, or it went back to the queue. */
  async function outcome({ id }: Command, until: number): Promise<CommandRecord | null> {
    for (let looks = 0; ; looks++) {
      const rest = until - clock.now();
      if (rest <= 0) return null;
      await sleep(Math.min(rest, lookMs[looks] ?? lookMostMs));
      const record = await inbox.read(id).catch((cause) => {
        report('The outcome of what was spoken could not be looked for.', cause);
        return null;
      });
      if (record?.state === 'accepted') return null;
      if (record && isAnswered(record)) return record;
    }
  }

  async function nowLater(command: Command): Promise<CommandRecord | null> {
    for (let tries = 1; ; tries++) {
      try {
        return await answerLater(command);
      } catch (cause) {
        report('That voice waits no longer could not be kept.', cause);
        if (tries === triesMax) return null;
      }
    }
  }
}
