import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../../shared/errors.ts';
import { stageOf } from './stage.ts';
import { cdkSettings } from './synth.ts';

const problem = (name: string, stages: unknown): string => {
  try {
    stageOf(name, stages);
  } catch (cause) {
    if (cause instanceof SettingsError) return `${cause.message} ${cause.hint}`;
    throw cause;
  }
  return '';
};

describe('a stage', () => {
  it('needs nothing said', () => {
    expect(stageOf('prod', { prod: {} })).toEqual({
      name: 'prod',
      keepData: true,
      budgetUsd: 50,
      concurrency: 800,
      requestsPerSecond: 1_000,
      logDays: 30,
    });
  });

  it('is one of those in cdk.json', () => {
    const { stages } = cdkSettings().context;
    expect(stageOf('prod', stages).keepData).toBe(true);
    expect(stageOf('test', stages).keepData).toBe(false);
    expect(problem('beta', { prod: {}, test: {} })).toBe('cdk.json has no stage "beta". It has prod, test; add "beta": {} to "stages".');
    expect(problem('prod', undefined)).toMatch(/^cdk\.json has no "stages"/);
  });

  it.each(['Prod', 'a-b', '1a', '', 'abcdefghijk'])('is not named "%s"', (name) => {
    expect(problem(name, { [name]: {} })).toContain(`"${name}" can't name a stage`);
  });

  it('says all that is wrong with it at once', () => {
    const wrong = {
      account: '1',
      region: 'Frankfurt',
      alarmEmail: 'x',
      alarmUrl: 'http://x',
      concurrency: -1,
      logDays: 2,
      alexaSkillId: 'x',
      mailFrom: 'x',
      smsFrom: '0151',
      keepdata: true,
    };
    const said = problem('prod', { prod: wrong });
    for (const name of Object.keys(wrong)) expect(said).toContain(name);
    expect(said).toContain('prod.logDays: must be a number of days that CloudWatch offers, such as 30');
  });
});
