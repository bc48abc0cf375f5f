import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { makeStack } from '../../../test/aws/stack.ts';

// The Python of test/moto, beside which cfn-lint lies: `npm test` has neither.
const python = process.env.MOTO_PYTHON;

it.runIf(python)('cfn-lint has nothing against the template of any stage', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-lint-'));
  const stages = [
    makeStack({ alarmEmail: 'a@example.com', mailFrom: 'example.com', smsFrom: '+14155550100', alexaSkillId: 'amzn1.ask.skill.1' }),
    makeStack({ keepData: false, concurrency: 0 }),
  ];
  const files = stages.map(({ template }, i) => {
    const file = join(folder, `${i}.json`);
    writeFileSync(file, JSON.stringify(template.toJSON()));
    return file;
  });
  // W3005: the CDK says twice what depends on what, which does no harm.
  const asked = ['--ignore-checks', 'W3005', '--regions', 'us-east-1', 'eu-central-1', '--format', 'parseable', '--', ...files];
  const { stdout, status } = spawnSync(join(dirname(python ?? ''), 'cfn-lint'), asked, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([stdout, status]).toEqual(['', 0]);
});
