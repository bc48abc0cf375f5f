// What is moved must be declared: each module that declares a collection is loaded here.
import '../../bots/email/files.ts';
import '../../bots/slack/installs.ts';
import '../../jobs/alerts/hooks.ts';
import '../../jobs/alerts/incident.ts';
import '../../jobs/checks/check.ts';
import '../../jobs/checks/guard.ts';
import '../../jobs/checks/heartbeat.ts';
import '../../jobs/checks/judge.ts';
import '../../jobs/alerts/plan.ts';
import '../../jobs/alerts/pulse.ts';
import '../../jobs/checks/minute.ts';
import '../../jobs/reminders/reminder.ts';
import '../../jobs/schedules/schedule.ts';
import '../../shared/flow/approval/approvals.ts';
import '../../shared/flow/dialog.ts';
import '../../shared/flow/elsewhere.ts';
import '../../shared/flow/files.ts';
import '../../shared/flow/kept.ts';
import '../../shared/flow/meant.ts';
import '../../shared/flow/turns.ts';
import '../../shared/flow/undoable.ts';
import '../../shared/flow/posted.ts';
import '../../shared/flow/presses.ts';
import '../../shared/flow/rendered.ts';
import '../../shared/flow/sent-files.ts';
import '../../shared/flow/told.ts';
import '../../shared/flow/trouble.ts';
import '../../shared/mail/suppressed.ts';
import '../../shared/people/claim.ts';
import '../../shared/people/guesses.ts';
import '../../shared/people/opt-outs.ts';
import '../../shared/people/person.ts';
import '../../shared/publish/versions.ts';
import '../../skills/history/log.ts';
import '../../skills/people/linkCodes.ts';
import type { MovedRecord } from '../../shared/store/moved.ts';
import { collection } from '../../shared/store/store.ts';
import type { Some } from './world.ts';

/** Which backup was restored into an installation: one record. */
export interface RestoreMark {
  readonly backup: string;
  /** All of it is there; else it was only begun. */
  readonly isDone: boolean;
}

export const restores = collection<RestoreMark>('restores', {});
export const restoreKey = 'restore';

/** Collections that stay where they are: what secrets are made of, which are moved as secrets, what is over within minutes, and what an installation notes of itself. */
export const staying: ReadonlySet<string> = new Set(['secrets', 'secret_keys', 'used_states', 'readiness', restores.name]);
/** Those that an installation has though nobody has used it yet. */
export const unnoticed: ReadonlySet<string> = new Set(['secret_keys', 'readiness', restores.name]);

/** The records that are moved. */
export async function* moving(all: Some<MovedRecord>): AsyncGenerator<readonly MovedRecord[]> {
  for await (const some of all) yield some.filter((record) => !staying.has(record.collection));
}
