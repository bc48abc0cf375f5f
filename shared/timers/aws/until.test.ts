import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('keeps a process that has nothing else to do until it has ended', async () => {
  const code = `
    import { until } from '${import.meta.resolve('./until.ts')}';
    import { systemAlarm } from '${import.meta.resolve('../alarm.ts')}';
    console.log(await until(Date.now() + 50, systemAlarm({ now: Date.now }), new AbortController().signal));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  expect(stdout).toBe('true\n');
});
