import { invalid, notModelled } from './scheduler-errors.ts';

/** A schedule as it was asked for, its defaults filled in. */
export interface Asked {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  /** When it fires, ms since 1970. */
  readonly at: number;
  readonly enabled: boolean;
  readonly deleteAfter: boolean;
  readonly description: string | undefined;
  readonly target: AskedTarget;
  readonly token: string | undefined;
}

export interface AskedTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
  readonly RetryPolicy: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

type Body = Readonly<Record<string, unknown>>;

/** The patterns and lengths of the API reference. */
const patterns = {
  name: /^[0-9a-zA-Z-_.]{1,64}$/,
  token: /^[a-zA-Z0-9-_]{1,64}$/,
  role: /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  queue: /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9-_]+$/,
};
const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
/** SQS takes as much; a schedule's input may have as much too. */
const inputBytesMax = 262_144;

const modelled = new Set([
  ...['ActionAfterCompletion', 'ClientToken', 'Description', 'FlexibleTimeWindow', 'GroupName', 'Name'],
  ...['ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
]);
const modelledOfTarget = new Set(['Arn', 'RoleArn', 'Input', 'DeadLetterConfig', 'RetryPolicy']);

/** What a request to create or replace a schedule asks. Throws what the service answers to a wrong one, and a ValidationException for all that isn't modelled. */
export function asked(name: string, body: Body, now: number): Asked {
  for (const field of Object.keys(body)) if (!modelled.has(field)) throw notModelled(field);
  const expression = text(body, 'ScheduleExpression');
  const zone = body.ScheduleExpressionTimezone === undefined ? 'UTC' : text(body, 'ScheduleExpressionTimezone');
  if (!isZone(zone)) throw invalid(`Invalid schedule expression timezone ${zone}.`);
  if (zone !== 'UTC') throw notModelled('other time zone than UTC');
  mustBeOff(record(body, 'FlexibleTimeWindow'));
  return {
    name: named(name),
    group: named(body.GroupName === undefined ? 'default' : text(body, 'GroupName')),
    expression,
    at: instant(expression, now),
    enabled: choice(body, 'State', ['ENABLED', 'DISABLED']) === 'ENABLED',
    deleteAfter: choice(body, 'ActionAfterCompletion', ['NONE', 'DELETE']) === 'DELETE',
    description: body.Description === undefined ? undefined : text(body, 'Description'),
    target: target(record(body, 'Target')),
    token: token(body.ClientToken),
  };
}

/** The name of a schedule or a group. */
export function named(name: string): string {
  if (!patterns.name.test(name)) throw invalid(`The name ${JSON.stringify(name)} must be 1 to 64 of 0-9, a-z, A-Z, -, _ and the full stop.`);
  return name;
}

export function token(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !patterns.token.test(value)) throw invalid('The client token must be 1 to 64 of a-z, A-Z, 0-9, - and _.');
  return value;
}

function instant(expression: string, now: number): number {
  const wall = at.exec(expression)?.[1];
  if (wall === undefined) {
    if (/^(rate|cron)\(/.test(expression)) throw notModelled(`expression other than at(): ${expression}`);
    throw invalid(`Invalid Schedule Expression ${expression}.`);
  }
  const ms = Date.parse(`${wall}Z`);
  // A day that the month has not is no time; Date would take 31 February for 3 March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== wall) throw invalid(`Invalid Schedule Expression ${expression}.`);
  if (ms < now) throw invalid(`Invalid Schedule Expression ${expression}. The time is in the past.`);
  return ms;
}

function target(body: Body): AskedTarget {
  for (const field of Object.keys(body)) if (!modelledOfTarget.has(field)) throw notModelled(`Target.${field}`);
  const Arn = text(body, 'Arn');
  if (!patterns.queue.test(Arn)) throw notModelled(`target other than a queue: ${Arn}`);
  const RoleArn = text(body, 'RoleArn');
  if (!patterns.role.test(RoleArn)) throw invalid(`Target.RoleArn ${RoleArn} is not the name of a role.`);
  if (body.Input === undefined) throw notModelled('target without an Input');
  const Input = text(body, 'Input');
  if (Buffer.byteLength(Input) > inputBytesMax) throw invalid('Target.Input is too long.');
  // The service puts its own values in place of these words, wherever they stand.
  if (Input.includes('<aws.scheduler.')) throw notModelled('context attribute in an Input');
  const dead = body.DeadLetterConfig === undefined ? undefined : text(record(body, 'DeadLetterConfig'), 'Arn');
  if (dead !== undefined && !patterns.queue.test(dead)) throw invalid(`Target.DeadLetterConfig.Arn ${dead} is not the name of a queue.`);
  const policy = body.RetryPolicy === undefined ? {} : record(body, 'RetryPolicy');
  return {
    Arn,
    RoleArn,
    Input,
    ...(dead === undefined ? {} : { DeadLetterConfig: { Arn: dead } }),
    RetryPolicy: {
      MaximumEventAgeInSeconds: whole(policy, 'MaximumEventAgeInSeconds', 60, 86_400),
      MaximumRetryAttempts: whole(policy, 'MaximumRetryAttempts', 0, 185),
    },
  };
}

function mustBeOff(body: Body): void {
  const mode = choice(body, 'Mode', ['', 'OFF', 'FLEXIBLE']);
  if (mode === '') throw invalid('FlexibleTimeWindow.Mode is required.');
  if (mode === 'FLEXIBLE') throw notModelled('flexible time window');
  if (body.MaximumWindowInMinutes !== undefined) throw invalid('A window of minutes needs the mode FLEXIBLE.');
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw invalid(`${field} is required, and a text.`);
  return value;
}

function record(body: Body, field: string): Body {
  const value = body[field];
  if (typeof value !== 'object' || value === null) throw invalid(`${field} is required.`);
  return value as Body;
}

/** One of some words; the first where nothing is said. */
function choice(body: Body, field: string, words: readonly string[]): string {
  const value = body[field] ?? words[0];
  if (typeof value !== 'string' || !words.includes(value)) throw invalid(`${field} must be one of ${words.join(', ')}.`);
  return value;
}

/** A number within bounds; the upper one where nothing is said. */
function whole(body: Body, field: string, min: number, max: number): number {
  const value = body[field] ?? max;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw invalid(`${field} must be ${min} to ${max}.`);
  return value;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
