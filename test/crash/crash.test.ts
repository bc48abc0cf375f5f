import { expect, it } from 'vitest';
import { crash } from './crash.ts';

it('every acknowledged command has one outcome and was heard, over kill -9 at random moments', { timeout: 150_000 }, async () => {
  const report = await crash({ rounds: 20, connections: 16, commandsMax: 150, random: Math.random });
  expect(report.acknowledged).toBeGreaterThan(500);
  expect(report.openAtDeath).toBeGreaterThan(50);
  expect(report.toldAgain).toBeGreaterThan(100);
  expect(report).toMatchObject({ withoutOutcome: [], twiceRecorded: [], unheard: [] });
  console.log(
    `${report.acknowledged} acknowledged, ${report.toldAgain} of them told again after a crash; ${report.openAtDeath} were under way when the process died, ${report.heardTwice} answered more than once`,
  );
});
