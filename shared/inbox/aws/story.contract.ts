import type { Meddle } from '../../../test/aws/process.ts';
import type { Command, CommandId } from '../../command/command.ts';
import { StorageFailed } from '../../errors.ts';
import type { CommandRecord, DeliveryResult, Inbox, Outcome, Taken } from '../inbox.ts';
import { newCommand } from '../subject.contract.ts';
import { type Deployed, deploy } from './functions.contract.ts';
import type { AwsSubject } from './subject.contract.ts';

/** A run as its handler saw it. */
export interface Run {
  readonly id: CommandId;
  readonly taken: Taken;
  /** What it answered or threw; nothing while it is under way, and for good when its process died meanwhile. */
  end?: Outcome | { readonly threw: string };
}

export interface Script {
  readonly run: (taken: Taken) => Promise<Outcome> | Outcome;
  readonly deliver?: (record: CommandRecord) => DeliveryResult;
}

/** Commands on AWS, from their platform to their end, by processes that may go wrong: a dead one is followed by another, as Lambda does it. */
export class Story {
  readonly subject: AwsSubject;
  readonly runs: Run[] = [];
  readonly deliveries: CommandRecord[] = [];
  readonly #script: Script;
  readonly #meddle: (die: () => void) => Meddle;
  readonly #settle: () => Promise<void>;
  #worker: Deployed;

  /** `settle` carries out calls that are late: what followed upon them has come to rest by then. */
  constructor(subject: AwsSubject, script: Script, meddle: (die: () => void) => Meddle, settle: () => Promise<void>) {
    this.subject = subject;
    this.#script = script;
    this.#meddle = meddle;
    this.#settle = settle;
    this.#worker = this.#deploy();
  }

  /** A platform tells of it until it is acknowledged. */
  async tell(command: Command = newCommand(this.subject.clock)): Promise<Command> {
    await this.ask((inbox) => inbox.accept(command));
    return command;
  }

  /** Asks until there is an answer: of a process of its own each time. */
  async ask<T>(question: (inbox: Inbox) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      const process = this.subject.process(this.#meddle(() => process.kill()));
      const answer = await this.#while(
        Promise.race([
          question(process.inbox).then(
            (value) => ({ value }),
            (cause: unknown) => {
              if (cause instanceof StorageFailed && tries < 20) return null;
              throw cause;
            },
          ),
          process.died.then(() => null),
        ]),
      );
      if (answer) return answer.value;
    }
  }

  /** A minute passes: messages are handed over, and a sweep looks. */
  async minute(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await this.#while(this.#worker.pump());
      this.#replace();
      await this.#settle();
      await this.subject.clock.advance(15_000);
    }
    const swept = this.#worker.functions.sweepOpenWork(this.subject.clock.now() + 50_000).catch(() => null);
    await this.#while(Promise.race([swept, this.#worker.died]));
    this.#replace();
  }

  /** Until nothing is open any more; answers how many minutes that took, 20 at most. */
  async toItsEnd(): Promise<number> {
    for (let minutes = 1; minutes < 20; minutes++) {
      await this.minute();
      if ((await this.subject.inbox.list({ openOf: { channel: 'slack', tenant: 'T1', user: 'U1' } }, 1)).length === 0) return minutes;
    }
    return 20;
  }

  #replace(): void {
    if (this.#worker.isDead()) this.#worker = this.#deploy();
  }

  /** Time passes while something is waited for: what failed is tried again a second later. */
  async #while<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    void work.catch(() => {}).then(() => (isOver = true));
    await this.subject.pause();
    for (let i = 0; i < 600 && !isOver; i++) await this.subject.clock.advance(1_000);
    return work;
  }

  #deploy(): Deployed {
    const deployed = deploy(
      this.subject,
      {
        run: async (taken) => {
          const run: Run = { id: taken.record.command.id, taken };
          this.runs.push(run);
          try {
            const outcome = await this.#script.run(taken);
            // A dead process answers nothing.
            if (deployed.isDead()) return new Promise(() => {});
            run.end = outcome;
            return outcome;
          } catch (thrown) {
            run.end = { threw: String(thrown) };
            throw thrown;
          }
        },
        deliver: (record) => {
          this.deliveries.push(record);
          return this.#script.deliver?.(record) ?? { state: 'sent', sent: record.replies.length };
        },
      },
      this.#meddle(() => deployed.kill()),
    );
    return deployed;
  }
}
