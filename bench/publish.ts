import { join } from 'node:path';
import { channels } from '../bots/index.ts';
import { published } from '../infra/core/commands.ts';
import { openChannels } from '../infra/settings/channels.ts';
import { systemClock } from '../shared/clock.ts';
import { command } from '../shared/command/define.ts';
import { text } from '../shared/command/kinds/index.ts';
import { openDatabase } from '../shared/sqlite/database.ts';
import { sqliteStore } from '../shared/store/sqlite/store.ts';
import { startTelegram } from '../test/platforms/telegram.ts';
import type { Figure } from './figure.ts';
import { median } from './statistics.ts';

const planMaxMs = 2_000;
const id = '00000000-0000-4000-8000-000000000000';

/** `bellhop commands plan` of all channels, with a large catalogue. */
export const publish: Figure = {
  name: 'publish',
  how: 'commands plan of Slack, Teams, Telegram and Alexa (three locales) with 1,000 commands of 5 phrases each, against what was published of them; median of 7. Floor: the catalogue as JSON',
  async measure({ quick, folder }) {
    const commands = Array.from({ length: 1_000 }, (_, i) => {
      const word = String(i).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
      const [phrases, summary] = [['show', 'list', 'find', 'tell', 'count'].map((verb) => `${verb} ${word} of {what}`), `Does ${word}`];
      return command({ name: `c_${word}`, summary, phrases, in: { de: { summary, phrases } }, params: { what: text() }, run: () => undefined });
    });
    const telegram = await startTelegram();
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'c'.repeat(32) };
    const teams = { TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: id };
    const env = { ...telegram.env, ...slack, ...teams, ALEXA_SKILL_ID: 'amzn1.ask.skill.1', ALEXA_LOCALES: 'en-US,en-GB,de-DE' };
    const { on } = openChannels(channels, env, { clock: systemClock, random: Math.random, url: 'https://bellhop.example', env });
    const database = openDatabase(join(folder, 'publish'), { clock: systemClock, log: { info() {}, warn() {}, error() {} } });
    const inbox = { list: async () => [] };
    const parts = {
      on,
      commands,
      store: sqliteStore(database, { clock: systemClock }),
      inbox,
      secrets: { get: async () => null, put: async () => {} },
    };
    await published('apply', undefined, parts);
    const [took, floor]: [number[], number[]] = [[], []];
    let count = 0;
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      const startedAt = performance.now();
      count = (await published('plan', undefined, parts)).length;
      took.push(performance.now() - startedAt);
      const floorAt = performance.now();
      JSON.stringify(commands);
      floor.push(performance.now() - floorAt);
    }
    database.close();
    await telegram.close();
    const [planMs, floorMs] = [median(took), median(floor)];
    return {
      rows: [
        {
          figure: `publish: plan of ${count} channels, 1,000 commands`,
          value: `${planMs.toFixed(0)} ms`,
          against: `floor ${floorMs.toFixed(1)} ms`,
          ratio: planMs / floorMs,
        },
      ],
      goals: [
        {
          says: `publish: a plan of all channels takes less than ${planMaxMs / 1_000} s with 1,000 commands`,
          holds: planMs < planMaxMs && count >= 4,
        },
      ],
    };
  },
};
