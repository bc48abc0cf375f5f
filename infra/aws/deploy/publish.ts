import { labelOf } from '../../../shared/channel/bots.ts';
import type { Channel, Published } from '../../../shared/channel/channel.ts';
import { BellhopError } from '../../../shared/errors.ts';
import { type PublishParts, published } from '../../core/commands.ts';
import type { Finding } from '../../core/finding.ts';

/** A step, at whose platform. */
export interface Told extends Published {
  readonly channel: string;
}

/** What a platform may take to be told, ms. */
const publishMs = 60_000;

/** Tells each platform where the channel is reached, and which commands there are as `bellhop commands apply` does; one that refuses keeps no other from being told. */
export async function publish(channels: readonly Channel[], parts: Omit<PublishParts, 'on'>, tell: (line: string) => void) {
  const steps: Told[] = [];
  const failed: Finding[] = [];
  const done = (step: Told) => {
    steps.push(step);
    tell(`${step.channel}: ${step.state === 'left' ? 'for you to set: ' : ''}${step.what}`);
  };
  for (const channel of channels) {
    try {
      for (const step of (await channel.publish?.(AbortSignal.timeout(publishMs))) ?? []) {
        done({ channel: labelOf(channel), ...step });
      }
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      const hint = cause.hint ?? 'Deploy again: what is done already is left as it is.';
      failed.push({ about: `publish ${labelOf(channel)}`, state: 'wrong', detail: cause.message, hint });
    }
  }
  // A list that is set from here is; of one that a person takes there, they hear.
  const [set, taken] = [channels.filter(({ listing }) => listing?.apply), channels.filter(({ listing }) => listing && !listing.apply)];
  const lists = [...(await published('apply', undefined, { on: set, ...parts })), ...(await published('plan', undefined, { on: taken, ...parts }))];
  for (const list of lists) {
    const { channel } = list;
    if (list.error) failed.push({ about: `list ${channel}`, state: 'wrong', detail: list.error.message, hint: list.error.hint ?? again(channel) });
    else if ('changes' in list) {
      for (const { part, message, hint } of 'refused' in list ? list.refused : [])
        failed.push({ about: `list ${channel}`, state: 'wrong', detail: `${part}: ${message}`, hint: hint ?? again(channel) });
      if (!('state' in list) && list.changes.length > 0) done({ channel, state: 'left', what: `Its list of commands: ${again(channel)}` });
      else if (!('refused' in list) || list.refused.length === 0) done({ channel, state: 'done', what: 'It lists the commands that there are' });
    }
  }
  return { steps, failed };
}

const again = (channel: string) => `bellhop commands apply ${channel} --stage NAME`;
