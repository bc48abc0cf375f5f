import { crash } from '../crash/crash.ts';
import { must, type Part } from './part.ts';

const sets = 10;

/** kill -9 at random moments, two hundred times, under more load than the short form. */
export const crashes: Part = {
  name: 'crash',
  async run(say) {
    let acknowledged = 0;
    let twice = 0;
    for (let set = 1; set <= sets; set++) {
      const report = await crash({ rounds: 20, connections: 32, commandsMax: 2_000, random: Math.random });
      const broken = { ...report, acknowledged: undefined, heardTwice: undefined };
      must(
        report.withoutOutcome.length + report.twiceRecorded.length + report.unheard.length === 0,
        `A promise of acceptance is broken: ${JSON.stringify(broken)}`,
      );
      acknowledged += report.acknowledged;
      twice += report.heardTwice;
      say(`${set * 20} crashes, ${acknowledged} commands acknowledged`);
    }
    return `${sets * 20} crashes, ${acknowledged} commands acknowledged, each with one outcome and heard; ${twice} heard twice`;
  },
};
