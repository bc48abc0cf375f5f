import { Logger, type LogItem } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Clock } from '../../../shared/clock.ts';
import { type Log, type LogLevel, limitedLog } from '../../core/log/limited.ts';
import { scrubber } from '../../core/log/scrub.ts';
import type { Numbers } from './numbers.ts';

/** Calls of AWS stand in the trace of their event, and carry it on: a queue hands it to who takes the message. Nothing outside Lambda. */
const tracer = new Tracer({ captureHTTPsRequests: false });
export const traced = <C extends { send: unknown }>(client: C): C => tracer.captureAWSv3Client(client);

/** Numbers as lines of CloudWatch's embedded metric format, each as it is told: what is held back would be lost with its process. */
export function powertoolsNumbers(): Numbers {
  const metrics = new Metrics();
  return {
    tell(name, unit, value, labels = {}) {
      const one = metrics.singleMetric();
      for (const [label, is] of Object.entries(labels)) one.addMetadata(label, is);
      one.addMetric(name, unit, value);
    },
  };
}

/** The least of a level's lines that are written. */
const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const namesOf: Readonly<Record<string, 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL' | 'SILENT'>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'CRITICAL',
  silent: 'SILENT',
};

export interface PowertoolsLogOptions {
  /** As LOG_LEVEL has it. */
  readonly level: string;
  /** Values that may stand in no line. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
}

/** The program's log, as Lambda's is searched: with the service and the trace of the event. */
export function powertoolsLog({ level, secrets, clock }: PowertoolsLogOptions): Log {
  const logger = new ScrubbedLogger(scrubber(secrets), namesOf[level] ?? 'INFO');
  const isEnabled = (to: LogLevel) => levels.indexOf(to) >= levels.indexOf(level);
  return limitedLog({ write: (to, fields, message) => logger[to](message, { ...fields }), isEnabled }, clock);
}

class ScrubbedLogger extends Logger {
  readonly #scrub: (text: string) => string;

  constructor(scrub: (text: string) => string, logLevel: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL' | 'SILENT') {
    super({ logLevel });
    this.#scrub = scrub;
  }

  protected override printLog(logLevel: number, log: LogItem): void {
    // What the logger says of its own settings while it is made has no secret in it.
    if (!(#scrub in this)) {
      super.printLog(logLevel, log);
      return;
    }
    log.prepareForPrint();
    process.stdout.write(`${this.#scrub(JSON.stringify(log.getAttributes(), this.getJsonReplacer()))}\n`);
  }
}
