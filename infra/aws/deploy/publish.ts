import { labelOf } from '../../../shared/channel/bots.ts';
import type { Channel, Published } from '../../../shared/channel/channel.ts';
import type { AnyCommand } from '../../../shared/command/define.ts';
import { BellhopError } from '../../../shared/errors.ts';
import type { Finding } from '../../core/finding.ts';

/** A step, at whose platform. */
export interface Told extends Published {
  readonly channel: string;
}

/** What a platform may take to be told, ms. */
const publishMs = 60_000;

/** Tells each platform where the channel is reached and what it can do; one that refuses keeps no other from being told. */
export async function publish(channels: readonly Channel[], commands: readonly AnyCommand[], tell: (line: string) => void) {
  const steps: Told[] = [];
  const failed: Finding[] = [];
  for (const channel of channels) {
    try {
      for (const step of (await channel.publish?.(commands, AbortSignal.timeout(publishMs))) ?? []) {
        steps.push({ channel: labelOf(channel), ...step });
        tell(`${labelOf(channel)}: ${step.state === 'left' ? 'for you to set: ' : ''}${step.what}`);
      }
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      const hint = cause.hint ?? 'Deploy again: what is done already is left as it is.';
      failed.push({ about: `publish ${labelOf(channel)}`, state: 'wrong', detail: cause.message, hint });
    }
  }
  return { steps, failed };
}
