import type { CommandRecord, DeliveryResult, Outcome, Taken } from '../inbox.ts';
import { burying } from './burying.ts';
import { coreOf } from './core.ts';
import { type Message, parseMessage } from './messages.ts';
import { openWorkSweeper, type Swept } from './open-work.ts';
import { type AwsInboxOptions, type AwsInboxParts, awsDefaults } from './options.ts';
import { type SpokenFunctions, spokenFunctions, type Ticket } from './spoken.ts';

/** What becomes of a message: deleted, or it comes again. */
export type Verdict = 'ok' | 'retry';

export interface MessageOptions {
  /** Ends when the function's time is nearly over: the handler is told, and after `stopMs` its lease is let go. */
  readonly signal?: AbortSignal;
  /** Default 2 s. */
  readonly stopMs?: number;
  /** Called while a handler works, each third of a lease: keeps its message from others for another while. */
  readonly extend?: () => void;
}

/** So long after the acceptance, ms, nobody hears any more what a voice says. Alexa: 8 s for the whole response. A voice that lives says by then that it waits no longer. */
const heardMs = 8_000;

/** The inbox as functions that are called: by a queue's messages, by another function, by the clock. Nothing here polls. */
export interface InboxFunctions extends SpokenFunctions {
  /** Runs the command of one message. */
  runMessage(body: string, handler: (taken: Taken) => Promise<Outcome>, options?: MessageOptions): Promise<Verdict>;
  /** Delivers the replies of the command of one message. */
  deliverMessage(body: string, handler: (record: CommandRecord) => Promise<DeliveryResult>, options?: MessageOptions): Promise<Verdict>;
  /**
   * Runs a command that was accepted with its lease taken (voice), once, whatever calls this again. What it answers counts as said, unless `answerLater` came first, or no voice is
   * heard any more 8 s after the acceptance: then it is delivered. Answers false when there was nothing to run.
   */
  runLeased(ticket: Ticket, handler: (taken: Taken) => Promise<Outcome>, options?: MessageOptions): Promise<boolean>;
  /** A message that came too often and was put aside: makes a dead letter of its command, unless that has ended, or is held (then it comes again). */
  bury(body: string): Promise<Verdict>;
  /** Sends what was never told, or whose message was lost. Once a minute; stops in time for `until`, ms since 1970. */
  sweepOpenWork(until: number): Promise<Swept>;
}

export function awsInboxFunctions(parts: AwsInboxParts, options: AwsInboxOptions): InboxFunctions {
  const settled = awsDefaults(options);
  const { clock, alarm, report, acceptedLeaseMaxMs, leaseMs } = settled;
  const core = coreOf(parts, settled);
  const { commands, runs, deliveries } = core;

  return {
    runMessage: (body, handler, message = {}) =>
      heard(body, async ({ id }) => {
        const taken = await runs.take(id, message.extend);
        if (taken) await stopped(runs.run(taken, handler), message, taken);
        return 'ok';
      }),

    deliverMessage: (body, handler, message = {}) =>
      heard(body, async ({ id }) => ((await stopped(deliveries.send(id, handler, message.extend), message)) ? 'ok' : 'retry')),

    async runLeased({ id }, handler, message = {}) {
      // Its lease becomes another one: a second call finds nothing to run.
      const change = await commands.change(id, (item) =>
        item.state === 'running' && item.lease === 1 ? { ...item, lease: 2, runDue: Math.round(clock.now() + leaseMs) } : null,
      );
      if (!change?.after) return false;
      const taken = runs.hold(change.after, clock.now() + acceptedLeaseMaxMs, message.extend);
      await stopped(runs.run(taken, handler, change.after.acceptedAt + heardMs), message, taken);
      return true;
    },

    ...spokenFunctions(commands, core.tell),
    bury: (body) => heard(body, ({ id, errand }) => burying(core, settled)(errand, id)),
    sweepOpenWork: openWorkSweeper(parts, commands, settled),
  };

  /** Rejections of the table let the message come again. */
  async function heard(body: string, work: (message: Message) => Promise<Verdict>): Promise<Verdict> {
    try {
      const message = parseMessage(body);
      if (message) return await work(message);
      report('A message was none of ours.', new TypeError(body.slice(0, 200)));
    } catch (cause) {
      report('A message could not be worked on: it comes again.', cause);
    }
    return 'retry';
  }

  /** Waits for the work; when the signal ends, tells what runs to stop, and lets go of it after a while. Answers false when it was let go. */
  async function stopped(work: Promise<void>, { signal, stopMs = 2_000 }: MessageOptions, taken?: Taken): Promise<boolean> {
    if (!signal) return work.then(() => true);
    let callOff = () => {};
    const late = new Promise<false>((resolve) => {
      const stop = () => {
        if (taken) runs.warn(taken);
        callOff = alarm.set(clock.now() + stopMs, () => resolve(false));
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    const isDone = await Promise.race([work.then(() => true), late]);
    callOff();
    if (!isDone && taken) await runs.release(taken);
    return isDone;
  }
}
