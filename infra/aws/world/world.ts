import { own } from '#own';
import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { awsInbox } from '../../../shared/inbox/aws/inbox.ts';
import { awsInboxFunctions } from '../../../shared/inbox/aws/lambda.ts';
import { dynamodbLimits } from '../../../shared/limits/dynamodb/limits.ts';
import { sparing } from '../../../shared/mail/suppressed.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { awsTimers } from '../../../shared/timers/aws/timers.ts';
import { openCore } from '../../core/core.ts';
import { lazySeries } from '../../core/lazy-series.ts';
import { withAcceptLines } from '../../core/log/accepts.ts';
import { allSkills } from '../../core/skills.ts';
import { installationStatus } from '../../core/status.ts';
import { awsSettings } from '../environment.ts';
import { deadQueue, groupOf } from '../queues.ts';
import { blobParts, openBlobs } from './blobs.ts';
import { dynamodbClient, schedulerClient, sqsClient } from './clients.ts';
import { given } from './given.ts';
import { openMail } from './mail.ts';
import { traced } from './powertools.ts';
import { inboxQueues, queueUrl } from './queues.ts';
import { openSecrets } from './secrets.ts';
import { bySettings } from './settings.ts';
import { openTalking } from './talking.ts';

/** Everything that runs on a stage, as one function has it: the same core as on one machine, on AWS's drivers. Opened by the settings that hold. */
export function openWorld(env: Env = process.env) {
  const clock = systemClock;
  const clients = { dynamodb: traced(dynamodbClient()), sqs: traced(sqsClient()), scheduler: traced(schedulerClient()) };
  const blobs = openBlobs(env, clock);

  return bySettings(env, { clock, client: clients.dynamodb }, (settings) => {
    const table = { client: clients.dynamodb, name: given(env, awsSettings.table) };
    const store = dynamodbStore(table, { clock });
    const mail = openMail(settings, clock);
    const secrets = openSecrets(settings, store, clock);
    const talking = openTalking(settings, clock, { mail: sparing(mail, { store, clock }), kept: { store, secrets } });
    const { log, on, off, away, observing, keepMs, rawMs } = talking;
    const skills = allSkills(own.skills);
    const groups = new Map(skills.flatMap(({ commands }) => commands.map((command) => [command.name, groupOf(command)])));
    const queues = inboxQueues(env, (name) => groups.get(name) ?? 'quick');
    const parts = { table, sqs: clients.sqs, queues, parts: blobParts(blobs, clock, keepMs) };
    const report = (what: string, cause: unknown) => log.warn({ err: cause }, what);
    const options = { clock, random: Math.random, keepMs, report };
    const inbox = withAcceptLines(awsInbox(parts, options), log);
    const arns = given(env, awsSettings.queueArns);
    const timers = awsTimers({
      table,
      queue: { client: clients.sqs, url: queueUrl(env, 'clock') },
      schedules: {
        client: clients.scheduler,
        group: given(env, awsSettings.schedules),
        queueArn: `${arns}clock`,
        roleArn: given(env, awsSettings.schedulerRole),
        deadLetterArn: `${arns}${deadQueue}`,
      },
      clock,
      log,
    });
    const series = lazySeries(async () => (await import('../../../shared/series/aws/series.ts')).awsSeries({ table, blobs, clock, rawMs }));
    const status = installationStatus({ on, off, inbox, store, clock });
    const core = openCore({
      inbox,
      store,
      timers,
      series,
      limits: dynamodbLimits(table),
      mail,
      secrets,
      blobs,
      url: talking.url,
      clock,
      env: settings,
      skills,
      on,
      away,
      observer: observing,
      log,
      status,
    });
    return {
      ...talking,
      core,
      skills,
      functions: awsInboxFunctions(parts, options),
      inbox,
      store,
      timers,
      series,
      clock,
      sqs: clients.sqs,
      queues: given(env, awsSettings.queues),
    };
  });
}

export type World = Awaited<ReturnType<ReturnType<typeof openWorld>>>;
