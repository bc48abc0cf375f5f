import { z } from 'zod';
import { SettingsError } from '../../../shared/errors.ts';

/** A stage: one installation. Its settings stand under `stages` in cdk.json; each that is left out has its default. */
export const stageSettings = z.strictObject({
  /** Where it is deployed; left out: wherever the credentials say. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region, such as eu-central-1')
    .optional(),
  /** Table, bucket, secret and key stay when the stack goes, and the table can't be deleted. */
  keepData: z.boolean().default(true),
  /** Who hears of alarms and of the budget when nothing of Bellhop works any more. */
  alarmEmail: z.email('must be an address of mail').optional(),
  /** An https address that hears of alarms too. */
  alarmUrl: z.url({ protocol: /^https$/, message: 'must be an https address' }).optional(),
  /** A month's; a mail at 80 % of it, and when all of it is foreseen. It counts the whole account. */
  budgetUsd: z.number().positive().default(50),
  /** How many of the account's concurrent executions the stage takes for itself (an account has 1,000, and keeps 100); 0 keeps none for it. */
  concurrency: z.int().min(0).max(100_000).default(800),
  /** Requests a second that the HTTP API takes, twice as many for a moment. */
  requestsPerSecond: z.int().positive().default(1_000),
  /**
   * Write units a second that the table and its indexes take at once, without having been asked as much before (warm throughput); left out: what AWS gives to a new table, 4,000. It
   * can't be made less again.
   */
  warmWrites: z.int().min(4_000).max(1_000_000).optional(),
  logDays: z
    .union(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731].map((days) => z.literal(days)),
      'must be a number of days that CloudWatch offers, such as 30',
    )
    .default(30),
  /** Where people and platforms reach it; left out: the address of the HTTP API. */
  url: z.url({ protocol: /^https$/, message: 'must be an https address' }).optional(),
  /** Not a secret: it says which skill may invoke the voice function. */
  alexaSkillId: z
    .string()
    .regex(/^amzn1\.[A-Za-z0-9.-]{1,120}$/, 'must be the id of a skill, amzn1.ask.skill.…')
    .optional(),
  /** An address or a domain that SES may send as. */
  mailFrom: z
    .string()
    .regex(/^([^\s@]+@)?[a-z0-9.-]+\.[a-z]+$/i, 'must be an address of mail or a domain')
    .optional(),
  /** A number of the account's (AWS End User Messaging), to send short messages from by SNS, in place of Twilio. */
  smsFrom: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number with its country, +14155550100')
    .optional(),
});

export type Stage = z.output<typeof stageSettings> & { readonly name: string };

/** Reads the stage's settings out of `stages`. Throws SettingsError that lists all that is wrong. */
export function stageOf(name: string, stages: unknown): Stage {
  if (!/^[a-z][a-z0-9]{0,9}$/.test(name))
    throw new SettingsError(`"${name}" can't name a stage.`, 'Use up to 10 of a–z and 0–9, a letter first: prod.');
  const all = z.record(z.string(), z.unknown()).safeParse(stages);
  if (!all.success) throw new SettingsError('cdk.json has no "stages" in its context.', 'Put { "prod": {} } there.');
  const given = all.data[name];
  if (given === undefined)
    throw new SettingsError(
      `cdk.json has no stage "${name}".`,
      `It has ${Object.keys(all.data).join(', ') || 'none'}; add "${name}": {} to "stages".`,
    );
  const read = stageSettings.safeParse(given);
  if (read.success) return { ...read.data, name };
  const problems = read.error.issues.map(({ path, message }) => `  - ${[name, ...path].join('.')}: ${message}`);
  throw new SettingsError(`The stage "${name}" of cdk.json has something wrong:\n${problems.join('\n')}`, 'docs/deploy-aws.md lists the settings.');
}
