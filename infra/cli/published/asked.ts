import { systemClock } from '../../../shared/clock.ts';
import type { PublishAction } from '../../core/commands.ts';
import { withServer } from '../server.ts';
import type { Shell } from '../verb.ts';
import { type Shown, shownIn } from './shown.ts';

/** Whether a stage on AWS is meant: it is named, or the settings name its table. */
export const isOnAws = ({ env }: Shell, stage: string | undefined): boolean => stage !== undefined || env.BELLHOP_TABLE !== undefined;

/** Has the server of this machine do it: it runs, or is started for as long. */
export async function here(action: PublishAction, channel: string | undefined, shell: Shell): Promise<readonly Shown[]> {
  const asked = channel === undefined ? '' : `?channel=${encodeURIComponent(channel)}`;
  return shownIn(await withServer(shell, { works: false }, (api) => api.ask('POST', `/api/local/commands/${action}${asked}`)));
}

/** Does it for a stage on AWS, from here: with its settings, and the commands of this checkout and BELLHOP_SKILLS. Throws SettingsError when it can't be asked. */
export async function onStage(
  action: PublishAction,
  channel: string | undefined,
  shell: Shell,
  stage: string | undefined,
): Promise<readonly Shown[]> {
  const [{ inJson, published }, { publishingOf }, { lookAt }] = await Promise.all([
    import('../../core/commands.ts'),
    import('../../aws/publishing.ts'),
    import('../../local/plan.ts'),
  ]);
  const { own } = await lookAt(shell.env, systemClock);
  const all = await published(action, channel, await publishingOf(shell.env, stage, own));
  return shownIn({ channels: inJson(all) });
}
