import type { ChannelModule } from '../../shared/channel/channel.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { runHere } from '../cli/process.ts';
import { giveOwn } from '../core/own.ts';

/** What a program adds to what Bellhop can do by itself. */
export interface Program {
  readonly commands?: readonly AnyCommand[];
  readonly skills?: readonly Skill[];
  readonly channels?: readonly ChannelModule[];
}

/**
 * Makes a bot of the program that calls it: `node bot.js` serves, on the terminal too, until it is ended; after it stands what the command line takes, as in `node bot.js run "hello Kim"`.
 * Settings come from the environment and `.env`, as with `bellhop`. Resolves when all is done; what went wrong is printed, and is the process's exit code.
 */
export async function bellhop({ commands = [], skills = [], channels = [] }: Program, line = process.argv.slice(2)): Promise<void> {
  const own = commands.length === 0 ? [] : [{ name: 'own', commands }];
  giveOwn({ skills: [...own, ...skills], channels, files: [] });
  await runHere(line.length === 0 ? ['start'] : line);
}
