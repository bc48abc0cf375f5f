import type { Env } from '../../shared/channel/channel.ts';
import { systemClock } from '../../shared/clock.ts';
import { readOnly } from '../../shared/inbox/aws/read-only.ts';
import type { Secrets } from '../../shared/secrets/secrets.ts';
import { dynamodbStore } from '../../shared/store/dynamodb/store.ts';
import type { PublishParts } from '../core/commands.ts';
import type { Own } from '../core/own.ts';
import { allSkills } from '../core/skills.ts';
import { openChannels } from '../settings/channels.ts';
import { awsChannels } from './channels.ts';
import { awsSettings } from './environment.ts';
import { openStage } from './open-stage.ts';
import { dynamodbClient } from './world/clients.ts';
import { given } from './world/given.ts';
import { openSecrets } from './world/secrets.ts';

/** A call of the table from anywhere, ms. */
const callMs = 15_000;

/**
 * What publishing needs of a stage on AWS: its channels with its own settings, where what was published is kept, and the commands that are here. Throws SettingsError when there is no
 * such stage, or it can't be asked.
 */
export async function publishingOf(env: Env, stage: string | undefined, own: Own): Promise<PublishParts> {
  const { variables, settings } = await openStage(env, stage, systemClock);
  const url = variables.BELLHOP_URL ?? '';
  const there = { ...settings, BELLHOP_URL: url, ...(variables.ALEXA_SKILL_ID ? { ALEXA_SKILL_ID: variables.ALEXA_SKILL_ID } : {}) };
  const { on } = openChannels([...awsChannels, ...own.channels], there, { clock: systemClock, random: Math.random, url, env: there });
  return { on, ...recordsOf(variables), commands: allSkills(own.skills).flatMap(({ commands }) => commands) };
}

/** The records of a stage: `openStage` says which. Throws SettingsError when there is none, or it can't be asked. */
export const recordsOfStage = async (env: Env, stage: string | undefined) => recordsOf((await openStage(env, stage, systemClock)).variables);

/** Where a stage keeps what was published, what was done there, and the tokens that platforms change. `variables`: those of its functions. */
function recordsOf(variables: Env): Pick<PublishParts, 'store' | 'inbox'> & { readonly secrets: Secrets } {
  const table = { client: dynamodbClient(callMs), name: given(variables, awsSettings.table) };
  const store = dynamodbStore(table, { clock: systemClock });
  return { store, inbox: readOnly(table, systemClock), secrets: openSecrets(variables, store, systemClock) };
}
