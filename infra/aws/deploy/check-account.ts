import type { ChannelModule } from '../../../shared/channel/channel.ts';
import type { Finding } from '../../core/finding.ts';
import { slotsOf } from '../cdk/concurrency.ts';
import { partsOf } from '../cdk/functions.ts';
import type { Stage } from '../cdk/stage.ts';
import { prefixOf } from '../queues.ts';
import type { Account } from './account.ts';
import { refused } from './said.ts';
import { mailService, services } from './services.ts';

/** Lambda: so many of the account's concurrent executions can be kept for no function. */
const unreservedMin = 100;
/** What `cdk bootstrap` names its parts by, unless told otherwise. */
const qualifier = 'hnb659fds';

/** Whether the account can have this stage: whose it is, the region's services, Lambda's quota, the bootstrap, mail. Asks, and changes nothing. */
export async function checkAccount(account: Account, stage: Stage, own: readonly ChannelModule[] = []): Promise<Finding[]> {
  const who = await whose(account, stage);
  if (who.account === null) return [who.finding];
  const { finding, account: id } = who;
  return [finding, ...(await Promise.all([region(account, stage), quota(account, stage, own), bootstrapped(account, id), mail(account, stage)]))];
}

async function whose(account: Account, stage: Stage): Promise<{ readonly finding: Finding; readonly account: string | null }> {
  const about = 'credentials';
  try {
    const { account: id, arn } = await account.whoAmI();
    if (stage.account === undefined || stage.account === id) return { finding: { about, state: 'ok', detail: `${arn}, account ${id}` }, account: id };
    const detail = `they are of account ${id}, and the stage ${stage.name} is of ${stage.account}`;
    return { finding: { about, state: 'wrong', detail, hint: 'Log in to that account, or mend "account" in cdk.json.' }, account: null };
  } catch (cause) {
    return { finding: refused(about, cause), account: null };
  }
}

async function region(account: Account, stage: Stage): Promise<Finding> {
  const about = 'region';
  const wanted = stage.mailFrom === undefined ? services : [...services, mailService];
  try {
    const lacking = (await Promise.all(wanted.map(async ({ name, endpoint }) => ((await account.hasEndpoint(endpoint)) ? [] : [name])))).flat();
    if (lacking.length === 0) return { about, state: 'ok', detail: `${account.region} has each of the ${wanted.length} services` };
    return {
      about,
      state: 'wrong',
      detail:
        lacking.length === wanted.length
          ? `there is no region ${account.region}, or this machine can't look up where it is`
          : `${account.region} has no ${lacking.join(', no ')}`,
      hint: 'Name another region for the stage in cdk.json.',
    };
  } catch (cause) {
    return refused(about, cause);
  }
}

async function quota(account: Account, stage: Stage, own: readonly ChannelModule[]): Promise<Finding> {
  const about = 'concurrency';
  try {
    const { limit, unreserved } = await account.concurrency();
    const slots = slotsOf(partsOf(stage, own), stage.concurrency).reserved;
    const kept = [...slots.values()].reduce((sum, one) => sum + one, 0);
    if (kept === 0) return { about, state: 'ok', detail: `Lambda runs ${limit} at once; the stage keeps none of them for itself` };
    const names = [...slots.keys()].map(({ name }) => `${prefixOf(stage.name)}-${name}`);
    const already = (await Promise.all(names.map((name) => account.reservedFor(name)))).reduce((sum, one) => sum + one, 0);
    const free = Math.max(0, unreserved + already - unreservedMin);
    if (kept <= free) return { about, state: 'ok', detail: `Lambda runs ${limit} at once; the stage keeps ${kept} of them for itself` };
    return {
      about,
      state: 'wrong',
      detail: `the stage keeps ${kept} runs for itself, and ${free} can be kept: Lambda runs ${limit} at once here, ${unreservedMin} of them stay for all`,
      hint: `Ask for more (Service Quotas, AWS Lambda, Concurrent executions: ${limit + kept - free}), or set "concurrency" of the stage in cdk.json to ${free} or less; 0 keeps none.`,
    };
  } catch (cause) {
    return refused(about, cause);
  }
}

async function bootstrapped(account: Account, id: string): Promise<Finding> {
  const about = 'bootstrap';
  try {
    const bucket = `cdk-${qualifier}-assets-${id}-${account.region}`;
    if (await account.hasBucket(bucket, id)) return { about, state: 'ok', detail: `the CDK has its bucket, ${bucket}` };
    const detail = `the CDK was never set up in account ${id}, region ${account.region}`;
    return { about, state: 'wrong', detail, hint: `Once for both: npx cdk bootstrap aws://${id}/${account.region}` };
  } catch (cause) {
    return refused(about, cause);
  }
}

async function mail(account: Account, { mailFrom }: Stage): Promise<Finding> {
  const about = 'mail';
  if (mailFrom === undefined) return { about, state: 'off', detail: 'the stage sends none: it has no "mailFrom" in cdk.json' };
  try {
    const domain = mailFrom.slice(mailFrom.indexOf('@') + 1);
    const [itself, itsDomain] = await Promise.all([account.maySendAs(mailFrom), domain === mailFrom ? false : account.maySendAs(domain)]);
    if (!itself && !itsDomain)
      return {
        about,
        state: 'wrong',
        detail: `SES may not send as ${mailFrom} in ${account.region}`,
        hint: 'Verify the address or its domain there (SES, Identities), or take "mailFrom" out of cdk.json.',
      };
    if (await account.sendsToAnyone()) return { about, state: 'ok', detail: `SES sends as ${mailFrom}` };
    return {
      about,
      state: 'ok',
      detail: `SES sends as ${mailFrom}, in its sandbox: to verified addresses alone until production access is asked for`,
    };
  } catch (cause) {
    return refused(about, cause);
  }
}
