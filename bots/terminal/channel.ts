import { userInfo } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Channel, ChannelModule } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { prompt } from './prompt.ts';
import { render } from './render.ts';

/** The prompt of `npm start`, where there is a terminal. */
export const terminal: ChannelModule = {
  name: 'terminal',
  settings: [],
  routes: [],
  configure(_env, { clock }) {
    const channel = terminalChannel({ input: process.stdin, output: process.stdout, clock, user: nameOf() });
    if (process.stdin.isTTY && process.stdout.isTTY) return { on: channel };
    const { listen: _, ...away } = channel;
    return { off: 'Start it in a terminal to get a prompt.', away: { ...away, can: { ...away.can, proactive: false } } };
  },
};

/** The prompt, and how others print above what is being typed at it. */
export interface TerminalChannel extends Channel {
  readonly print: (text: string) => void;
}

/** How to print without disturbing the prompt of a channel that has one. */
export function printerOf(channel: Channel): ((text: string) => void) | undefined {
  return 'print' in channel && typeof channel.print === 'function' ? (channel as TerminalChannel).print : undefined;
}

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
  /** Who sits there. */
  readonly user: string;
}

/** A channel over lines: what is typed comes in, answers are printed. */
export function terminalChannel(terminal: Terminal): TerminalChannel {
  const { listen, show, print } = prompt(terminal);
  return {
    name: 'terminal',
    can: { buttons: 99, tokenBytes: 8_192, text: 100_000, images: false, edit: false, private: true, tables: true, voice: false, proactive: true },
    limits: [],
    routes: [],
    receive: () => ({ kind: 'refused', reason: 'no_route', ack: { status: 404 } }),
    render,
    async send(message) {
      show(message);
      return {};
    },
    busy: () => ({ status: 503 }),
    listen,
    print,
  };
}

function nameOf(): string {
  try {
    return userInfo().username;
  } catch {
    return 'someone'; // No entry for this user id: usual in containers.
  }
}
