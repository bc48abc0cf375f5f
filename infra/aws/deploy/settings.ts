import { labelOf } from '../../../shared/channel/bots.ts';
import type { ChannelModule, ChannelTools, Env } from '../../../shared/channel/channel.ts';
import { SettingsError } from '../../../shared/errors.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import type { Finding } from '../../core/finding.ts';
import { botsIn, envOf, inItsNames, settingsOf } from '../../settings/bots.ts';
import { coreSettings } from '../../settings/core.ts';
import { functionParts, routesOf } from '../cdk/functions.ts';
import type { Stage } from '../cdk/stage.ts';
import { awsChannels } from '../channels.ts';
import type { Door } from '../doors/door.ts';
import { emailDoor } from '../doors/email.ts';
import { messengerDoor } from '../doors/messenger.ts';
import { slackDoor } from '../doors/slack.ts';
import { smsDoor } from '../doors/sms.ts';
import { teamsDoor } from '../doors/teams.ts';
import { telegramDoor } from '../doors/telegram.ts';

const doors: readonly Door[] = [slackDoor, teamsDoor, telegramDoor, messengerDoor, smsDoor, emailDoor];

/** Channels that also speak to a function as the endpoint of a skill, which cdk.json names. */
const skills: ReadonlySet<string> = new Set(
  functionParts.flatMap(({ trigger }) => (trigger.kind === 'http' && trigger.skill ? [trigger.channel] : [])),
);

/** Which skill may speak to the stage stands in cdk.json, where it also gives Lambda leave; a socket is nobody's to keep on AWS. */
const notInSecret: ReadonlySet<string> = new Set(['ALEXA_SKILL_ID', 'SLACK_APP_TOKEN', 'IMAP_URL']);

const { keepCommandsMs, keepChecksMs, keepAuditMs, allowHosts, anchors, logLevel } = coreSettings;

/** Of what is set here, what belongs into a stage's secret: all of the channels', and how long things are kept. BELLHOP_KEY stays what the stage made it. */
export function secretSettings(env: Env, own: readonly ChannelModule[]): Record<string, string> {
  const channels = [...awsChannels, ...own].flatMap((module) => settingsOf(env, module));
  const names = [...channels, keepCommandsMs, keepChecksMs, keepAuditMs, allowHosts, anchors, logLevel].map(({ name }) => name);
  return Object.fromEntries(names.filter((name) => !notInSecret.has(name)).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** A stage's mail, as a deployment has it, which sends none; undefined for a stage that has none. */
export const mailOf = ({ mailFrom }: Pick<Stage, 'mailFrom'>): Mail | undefined => (mailFrom === undefined ? undefined : unsent);
const unsent: Mail = { send: () => Promise.reject(new TypeError('A deployment sends no mail.')) };

/** What a stage's channels are opened with by a deployment. */
export function toolsOf(stage: Stage, tools: ChannelTools): ChannelTools {
  const mail = mailOf(stage);
  const { smsFrom: from } = stage;
  const send = () => Promise.reject(new TypeError('A deployment sends no short message.'));
  return { ...tools, ...(mail ? { mail } : {}), ...(from === undefined ? {} : { texts: { from, send } }) };
}

/** Whether each channel that is set up here would be on as well where nothing runs between two requests; of people's own, whether their settings are right. */
export function checkChannelsOf(stage: Stage, own: readonly ChannelModule[], given: ChannelTools): Finding[] {
  const tools = toolsOf(stage, given);
  return [...awsChannels, ...own].flatMap((module) =>
    botsIn(tools.env, module).map((bot): Finding => {
      try {
        const env = envOf(tools.env, module, bot);
        return skills.has(module.name) ? spoken(stage, module, tools) : written(module, { ...tools, env, bot });
      } catch (cause) {
        if (!(cause instanceof SettingsError)) throw cause;
        const { message, hint } = inItsNames(cause, module, bot);
        return { about: labelOf({ name: module.name, bot }), state: 'wrong', detail: message, hint };
      }
    }),
  );
}

function written(module: ChannelModule, tools: ChannelTools & { readonly bot: string }): Finding {
  const about = labelOf({ name: module.name, bot: tools.bot });
  const here = module.configure(tools.env, tools);
  if ('off' in here) return { about, state: 'off', detail: here.off };
  const door = doors.find(({ name }) => name === module.name);
  if (!door && routesOf(module).length === 0 && here.on.routes.length > 0) {
    const detail = 'it is sent requests at routes that its definition does not have';
    return { about, state: 'wrong', detail, hint: 'Name them in `routes` of the channel itself: a stage has a way to those alone.' };
  }
  const there = door?.open(tools.env, tools);
  if (there === undefined || !('off' in there)) return { about, state: 'ok', detail: 'its settings go into the secret of the stage' };
  const detail = 'it is set up here in a way that AWS has not: nothing runs there to ask its platform';
  return { about, state: 'wrong', detail, hint: there.off };
}

/** Its skill stands in cdk.json; that it is named here too does no harm. */
function spoken({ alexaSkillId }: Stage, module: ChannelModule, tools: ChannelTools): Finding {
  const about = module.name;
  const here = tools.env.ALEXA_SKILL_ID;
  if (alexaSkillId === undefined) {
    if (here === undefined) return { about, state: 'off', detail: 'the stage has no "alexaSkillId" in cdk.json' };
    const hint = `Set "alexaSkillId": "${here}" of the stage in cdk.json: it says which skill Lambda lets in.`;
    return { about, state: 'wrong', detail: 'ALEXA_SKILL_ID is set here, and the stage has none', hint };
  }
  if (here !== undefined && here !== alexaSkillId)
    return { about, state: 'wrong', detail: 'ALEXA_SKILL_ID and "alexaSkillId" of the stage are two skills', hint: 'Leave one of them out.' };
  module.configure({ ...tools.env, ALEXA_SKILL_ID: alexaSkillId }, tools);
  return { about, state: 'ok', detail: `the skill ${alexaSkillId}` };
}

export interface SettingsChange {
  /** Names alone: no value is shown anywhere. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Set there, and not here: they stay. */
  readonly kept: readonly string[];
  readonly next: Readonly<Record<string, string>>;
}

/** What putting these settings beside those that are there would do. */
export function settingsChange(now: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): SettingsChange {
  const names = Object.keys(wanted);
  return {
    added: names.filter((name) => !(name in now)),
    changed: names.filter((name) => name in now && now[name] !== wanted[name]),
    kept: Object.keys(now).filter((name) => !(name in wanted) && name !== coreSettings.key.name),
    next: { ...now, ...wanted },
  };
}

export const isUnchanged = ({ added, changed }: SettingsChange) => added.length + changed.length === 0;
