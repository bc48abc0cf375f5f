import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import { type Settings, stageSettings } from '../../../shared/secrets/aws/stage-settings.ts';
import { awsSettings } from '../environment.ts';
import { secretsBy } from './clients.ts';
import { given } from './given.ts';

export interface SettingsOptions {
  readonly clock: Clock;
  /** The function's own: the secret is asked for with its credentials, over its connections. */
  readonly client: DynamoDBClient;
  /** Hears why a former secret had to do. Default: standard error. */
  readonly report?: (what: string, cause: unknown) => void;
}

/**
 * Opens something with the settings that hold: those of the stage's secret, and over them the function's own variables. Opened once, and anew when the secret says something
 * else, some minutes later at most; what is under way then ends with what it has. Asks for the secret at once, so that the first event finds it there. Each call rejects with
 * StorageFailed where it could never be read, and with what `open` throws.
 */
export function bySettings<T>(env: Env, { clock, client, report = onStandardError }: SettingsOptions, open: (env: Env) => T): () => Promise<T> {
  const secretId = given(env, awsSettings.secret);
  const failed = (cause: unknown) => report('The secret could not be read again.', cause);
  const stage = stageSettings({ ask: secretsBy(client), secretId, clock, failed });
  let held: { readonly settings: Settings; readonly opened: T } | undefined;

  async function opened(): Promise<T> {
    const settings = await stage.read();
    if (held?.settings !== settings) held = { settings, opened: open(together(settings, env)) };
    return held.opened;
  }

  // Between its loading and its first event a function may be frozen for long, and what is asked then be lost.
  let asked: Promise<T> | undefined = opened();
  asked.catch(() => {});
  return async () => {
    const early = asked;
    asked = undefined;
    return early ? early.catch(opened) : opened();
  };
}

/** An empty value counts as unset. */
function together(...sources: readonly Env[]): Env {
  const all = sources.flatMap((source) => Object.entries(source)).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== ''));
}

const onStandardError = (what: string, cause: unknown) => void process.stderr.write(`${what.replace(/\.$/, '')}: ${cause}\n`);
