import { Refusal } from '../../shared/errors.ts';
import type { Observer } from '../../shared/flow/observe.ts';
import type { Log } from './log/log.ts';

/** Counts one. */
export interface Counts<L extends string> {
  inc(labels: Readonly<Record<L, string>>): void;
}

/** What the flow is measured by: the names of CONTRACT.md. Seconds. */
export interface FlowMetrics {
  readonly acceptSeconds: { observe(value: number): void };
  readonly accepted: Counts<'channel'>;
  readonly rejected: Counts<'channel' | 'reason'>;
  readonly duplicates: Counts<'channel'>;
  readonly runSeconds: { observe(labels: Readonly<Record<'command', string>>, value: number): void };
  readonly replySeconds: { observe(labels: Readonly<Record<'channel', string>>, value: number): void };
  readonly deliveryFailures: Counts<'channel' | 'reason'>;
  readonly maybeSent: Counts<'channel'>;
  readonly checks: Counts<'state'>;
  readonly checkSeconds: { observe(labels: Readonly<Record<'kind', string>>, value: number): void };
  readonly checkLateness: { observe(value: number): void };
}

/** Makes metrics and log lines of what the flow tells: the trace from acceptance to reply, and no text of anybody's message. */
export function observer(metrics: FlowMetrics, log: Pick<Log, 'info' | 'warn' | 'error'>): Observer {
  return {
    accepted(channel, tookMs) {
      metrics.accepted.inc({ channel });
      metrics.acceptSeconds.observe(tookMs / 1_000);
    },
    duplicate(channel) {
      metrics.duplicates.inc({ channel });
    },
    rejected(channel, reason, cause) {
      metrics.rejected.inc({ channel, reason });
      const line = { channel, reason, ...(cause === undefined ? {} : { err: cause }) };
      if (reason === 'storage' || reason === 'defect' || reason === 'voice_run') log.error(line, 'A delivery was not accepted: it is on our side.');
      else log.warn(line, 'A delivery was not accepted.');
    },
    ran({ command, trace, state, tookMs, cause }) {
      metrics.runSeconds.observe({ command }, tookMs / 1_000);
      if (cause instanceof Refusal) log.info({ trace, command, state, tookMs, code: cause.code }, 'A command was refused, and its person told why.');
      // Each command is a reason of its own: one that fails all the time hides no other's trace.
      else if (state === 'dead' || cause !== undefined)
        log.warn({ trace, command, reason: `${command} ${state}`, state, tookMs, err: cause }, 'A command did not succeed.');
      else log.info({ trace, command, state, tookMs }, 'ran');
    },
    notAllowed(about) {
      log.warn({ ...about, reason: 'not allowed' }, 'Somebody tried what they may not, and was told who can give the right.');
    },
    replied({ channel, trace, tookMs }) {
      metrics.replySeconds.observe({ channel }, tookMs / 1_000);
      log.info({ trace, channel, tookMs }, 'replied');
    },
    answerRefused(channel, reason, detail) {
      metrics.deliveryFailures.inc({ channel, reason });
      log.error({ channel, reason, detail }, 'The platform did not take an answer, and its person heard an error.');
    },
    looked({ kind, state, tookMs, lateMs }) {
      metrics.checks.inc({ state });
      metrics.checkSeconds.observe({ kind }, tookMs / 1_000);
      metrics.checkLateness.observe(Math.max(0, lateMs) / 1_000);
    },
    deliveryFailed({ channel, trace, reason, dead, maybeSent, cause }) {
      metrics.deliveryFailures.inc({ channel, reason });
      if (maybeSent) metrics.maybeSent.inc({ channel });
      const line = { trace, channel, reason, dead, maybeSent, err: cause };
      if (dead) log.error(line, 'A reply was not delivered and is a dead letter: see `bellhop dead list`.');
      else log.warn(line, 'A reply was not delivered yet; it is tried again.');
    },
  };
}
