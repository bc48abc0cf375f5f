import { channels } from '../../bots/index.ts';
import type { ChannelModule } from '../../shared/channel/channel.ts';

/** Channels whose other side lives in the one process: the feed of the simulator's pages, and a prompt. */
const notHere: ReadonlySet<string> = new Set(['web', 'terminal']);

/** The channels that a stage may have. */
export const awsChannels: readonly ChannelModule[] = channels.filter(({ name }) => !notHere.has(name));
