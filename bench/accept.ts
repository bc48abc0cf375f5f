import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../shared/sqlite/database.ts';
import { type Comparison, type Cost, compare, type Variant } from './compare.ts';
import type { Figure, Goal, Row } from './figure.ts';
import { crowdingNote } from './machine.ts';

const slack = {
  floor: 'bare node:http + HMAC',
  row: 'the same + one durable row',
  peer: 'Bolt 5',
  ours: 'Bellhop Slack',
  running: 'Bellhop Slack, workers running',
};
const telegram = { floor: 'bare node:http + secret', peer: 'telegraf', ours: 'Bellhop Telegram' };
const teams = { floor: 'bare node:http + token remembered', each: 'bare node:http + RS256 each', peer: 'botbuilder', ours: 'Bellhop Teams' };
const messenger = { floor: 'bare node:http + HMAC of Meta', ours: 'Bellhop Messenger' };
const alexa = {
  floor: 'bare node:http + RSA signature',
  peer: 'ask-sdk-express-adapter',
  ours: 'Bellhop Alexa',
  answered: 'Bellhop Alexa, run and answered',
};

/** The adapter is a peer only where it is installed: Bellhop itself has no use for it. */
const hasAskAdapter = existsSync(join(import.meta.dirname, '../node_modules/ask-sdk-express-adapter'));

/** Where Bellhop keeps a command. */
const keeps = { file: databaseFile, table: 'commands' };

const variants: readonly Variant[] = [
  { name: slack.floor, platform: 'slack', module: 'floor-slack.ts' },
  { name: slack.row, platform: 'slack', module: 'floor-row.ts', keeps: { file: 'floor.db', table: 'row' } },
  { name: slack.peer, platform: 'slack', module: 'bolt.ts' },
  { name: slack.ours, platform: 'slack', module: 'bellhop.ts', args: ['slack', 'paused'], keeps },
  { name: slack.running, platform: 'slack', module: 'bellhop.ts', args: ['slack', 'running'], keeps },
  { name: telegram.floor, platform: 'telegram', module: 'floor-telegram.ts' },
  { name: telegram.peer, platform: 'telegram', module: 'telegraf.ts' },
  { name: telegram.ours, platform: 'telegram', module: 'bellhop.ts', args: ['telegram', 'paused'], keeps },
  { name: teams.floor, platform: 'teams', module: 'floor-teams.ts' },
  { name: teams.each, platform: 'teams', module: 'floor-teams-each.ts' },
  { name: teams.peer, platform: 'teams', module: 'botbuilder.ts' },
  { name: teams.ours, platform: 'teams', module: 'bellhop.ts', args: ['teams', 'paused'], keeps },
  { name: messenger.floor, platform: 'messenger', module: 'floor-messenger.ts' },
  { name: messenger.ours, platform: 'messenger', module: 'bellhop.ts', args: ['messenger', 'paused'], keeps },
  { name: alexa.floor, platform: 'alexa', module: 'floor-alexa.ts' },
  ...(hasAskAdapter ? [{ name: alexa.peer, platform: 'alexa', module: 'ask-sdk.ts' } as const] : []),
  { name: alexa.ours, platform: 'alexa', module: 'bellhop.ts', args: ['alexa', 'paused'], keeps },
  { name: alexa.answered, platform: 'alexa', module: 'bellhop.ts', args: ['alexa', 'running'], keeps },
];

/** What accepting one signed command costs the server, beside the floor of the same platform and its own SDK. */
export const accept: Figure = {
  name: 'accept',
  how: 'server CPU (user + system) a command, 32 connections, each request a new command, signed; variants in turn, fresh processes, median of 3 after warm-up',
  async measure(options) {
    const { only } = options;
    const chosen = variants.filter(({ platform }) => only === undefined || platform === only);
    const comparison = await compare(chosen, options);
    if (!hasAskAdapter) options.say('ask-sdk-express-adapter is not installed: no row for it.');
    options.say(crowdingNote(comparison.crowd));
    return { rows: rows(comparison), goals: goals(comparison) };
  },
};

function rows({ costs }: Comparison): Row[] {
  return [slack, telegram, teams, messenger, alexa].flatMap((platform) => {
    const floor = costs.get(platform.floor);
    return Object.values(platform).flatMap((name) => {
      const cost = costs.get(name);
      if (!cost || !floor) return [];
      const value = `${cost.cpuUs.toFixed(1)} us CPU, p99 ${cost.p99Ms.toFixed(1)} ms, ${cost.perSecond.toFixed(0)}/s`;
      if (cost === floor) return [{ figure: `accept: ${name}`, value, against: 'is the floor' }];
      return [{ figure: `accept: ${name}`, value, against: `floor ${floor.cpuUs.toFixed(1)} us`, ratio: cost.cpuUs / floor.cpuUs }];
    });
  });
}

function goals({ costs }: Comparison): Goal[] {
  const goal = (says: string, names: readonly string[], holds: (...costs: readonly Cost[]) => boolean): Goal[] => {
    const found = names.flatMap((name) => costs.get(name) ?? []);
    return found.length === names.length ? [{ says, holds: holds(...found) }] : [];
  };
  const below = (a?: Cost, b?: Cost) => a !== undefined && b !== undefined && a.cpuUs < b.cpuUs;
  return [
    ...goal(
      'accept: Slack costs at most 1.8 x the floor, workers paused',
      [slack.ours, slack.floor],
      (ours, floor) => (ours?.cpuUs ?? 0) <= 1.8 * (floor?.cpuUs ?? 0),
    ),
    ...goal('accept: p99 below 25 ms at 32 connections', [slack.ours], (ours) => (ours?.p99Ms ?? 0) < 25),
    ...[slack, telegram, teams, alexa].flatMap(({ ours, peer }) => goal(`accept: ${ours} costs less than ${peer}`, [ours, peer], below)),
  ];
}
