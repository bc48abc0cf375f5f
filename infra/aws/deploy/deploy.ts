import type { ChannelTools, Env } from '../../../shared/channel/channel.ts';
import { claimCode } from '../../../shared/people/claim.ts';
import type { PublishParts } from '../../core/commands.ts';
import type { Finding } from '../../core/finding.ts';
import type { Own } from '../../core/own.ts';
import { allSkills } from '../../core/skills.ts';
import { type Opened, openChannels } from '../../settings/channels.ts';
import { routesOf } from '../cdk/functions.ts';
import type { Stage } from '../cdk/stage.ts';
import { awsChannels } from '../channels.ts';
import { prefixOf } from '../queues.ts';
import type { Account } from './account.ts';
import { type Cdk, DeployFailed, type Outputs } from './cdk.ts';
import { checkAccount } from './check-account.ts';
import { checkDoors, type DoorsOptions } from './doors.ts';
import { publish, type Told } from './publish.ts';
import { insisting } from './said.ts';
import { filled, secretThere } from './secret.ts';
import { checkChannelsOf, isUnchanged, type SettingsChange, secretSettings, toolsOf } from './settings.ts';

export interface DeployParts {
  readonly stage: Stage;
  readonly account: Account;
  /** The settings of this machine: the environment's and those of `.env`. */
  readonly env: Env;
  readonly own: Own;
  readonly tools: Omit<ChannelTools, 'url' | 'env'>;
  /** What else is wrong with what is set here. */
  readonly problems: readonly Finding[];
  /** Writes the template and the code, and answers what brings them to AWS. */
  readonly make: () => Cdk;
  readonly ask: {
    /** Tells what was found, and what would change; answers whether to go on. */
    found(findings: readonly Finding[]): void;
    agrees(changes: { readonly diff: string | null; readonly settings: SettingsChange }): Promise<boolean>;
    tell(line: string): void;
  };
  /** Where the stage, which stands by then, keeps what was published. */
  readonly records: () => Promise<Pick<PublishParts, 'store' | 'inbox' | 'secrets'>>;
  /** Asks the platforms of the channels that are on. */
  readonly probe: (opened: Opened) => Promise<Finding[]>;
  readonly wait?: DoorsOptions['wait'];
}

export interface Deployed {
  readonly stack: string;
  /** `refused`, `declined`: nothing was touched. */
  readonly state: 'refused' | 'declined' | 'deployed' | 'unchanged';
  readonly checks: readonly Finding[];
  /** What changed, or would have, in the stack; null: nothing, or it was not looked at. */
  readonly diff: string | null;
  readonly outputs: Outputs;
  /** The code that makes the first admin, for as long as there is none. */
  readonly claim?: string;
  readonly published: readonly Told[];
  /** What was tried of what stands there now. */
  readonly tried: readonly Finding[];
}

/**
 * Brings a stage to AWS: looks at everything first, touching nothing; shows what would change, and asks; writes the settings into the stage's secret, deploys, tells the
 * platforms, and tries what stands there. Once more does no harm. Throws DeployFailed, and what the SDK throws.
 */
export async function deploy(parts: DeployParts): Promise<Deployed> {
  const { stage, account, env, own, tools, ask } = parts;
  const stack = prefixOf(stage.name);
  const wanted = secretSettings(env, own.channels);
  const asked = await checkAccount(account, stage, own.channels);
  const isIn = asked[0]?.state === 'ok';
  const there = await secretThere(isIn ? account : null, stack, wanted);
  // As its functions will read them: what is there already beside what is set here.
  const together = { ...env, ...there.change.next };
  const channels = checkChannelsOf(stage, own.channels, { ...tools, url: 'https://bellhop.invalid', env: together });
  const checks = [...asked, ...(isIn ? [there.finding] : []), ...channels, hears(stage), ...parts.problems];
  ask.found(checks);
  const nothing = { stack, checks, diff: null, outputs: {}, published: [], tried: [] };
  if (checks.some(({ state }) => state === 'wrong')) return { ...nothing, state: 'refused' };

  const cdk = parts.make();
  const diff = await cdk.diff(stack);
  const isSame = diff === null && isUnchanged(there.change);
  if (!isSame && !(await ask.agrees({ diff, settings: there.change }))) return { ...nothing, diff, state: 'declined' };

  if (there.secret !== null && !isUnchanged(there.change)) {
    const { secret, change } = there;
    await insisting('Writing the secret', 'Nothing was deployed.', () => account.putSettings(secret, change.next));
    ask.tell('The secret has the settings.');
  }
  const outputs = await cdk.deploy(stack, ask.tell);
  const { Url: url, SecretArn: secret } = outputs;
  if (url === undefined || secret === undefined)
    throw new DeployFailed('Deploying', `the stack ${stack} does not say where it is (Url, SecretArn).`, 'Look at its outputs in CloudFormation.');
  const late = 'The stack is deployed, without its settings: deploy again.';
  const settings = there.secret === null ? await insisting('Writing the secret', late, () => filled(account, secret, wanted)) : there.change.next;
  if (there.secret === null) ask.tell('The secret has the settings.');

  const claim = settings.BELLHOP_KEY && claimCode(settings.BELLHOP_KEY);
  const opened = openThere(parts, settings, url);
  for (const channel of own.channels)
    for (const { method, path } of routesOf(channel)) ask.tell(`${channel.name} is reached at ${method} ${url}${path}`);
  const commands = allSkills(own.skills).flatMap((skill) => skill.commands);
  const published = await publish(opened.on, { ...(await parts.records()), commands }, ask.tell);
  const doors = await checkDoors({
    url,
    on: new Set(opened.on.map(({ name }) => name)),
    isFresh: there.secret === null || !isUnchanged(there.change),
    ...(parts.wait && { wait: parts.wait }),
  });
  const tried = [...published.failed, ...doors, ...(await parts.probe(opened))];
  return { stack, state: isSame ? 'unchanged' : 'deployed', checks, diff, outputs, ...(claim && { claim }), published: published.steps, tried };
}

function hears({ name, alarmEmail, alarmUrl }: Stage): Finding {
  const about = 'alarms';
  const whom = [alarmEmail, alarmUrl].filter((one) => one !== undefined);
  return whom.length > 0
    ? { about, state: 'ok', detail: `${whom.join(' and ')} hears of them` }
    : { about, state: 'off', detail: `nobody hears of them: the stage ${name} has no "alarmEmail" in cdk.json` };
}

/** The channels as the stage has them. */
function openThere({ stage, own, tools }: DeployParts, settings: Readonly<Record<string, string>>, url: string): Opened {
  const env = { ...settings, ...(stage.alexaSkillId && { ALEXA_SKILL_ID: stage.alexaSkillId }), BELLHOP_URL: url };
  return openChannels([...awsChannels, ...own.channels], env, toolsOf(stage, { ...tools, url, env }));
}
