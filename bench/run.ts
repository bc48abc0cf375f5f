import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figures } from './figures.ts';
import { machine } from './machine.ts';
import { table, verdicts } from './table.ts';

/**
 * `npm run bench -- NAME…`: measures the figures named, all without a name, and ends with the table. `--quick`: a short form, for a look. `--only PLATFORM`: of
 * accept, only slack, telegram, teams, messenger or alexa. Exit 1 when a figure can't be measured, 2 for an unknown name; a missed goal is told, and is no failure.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const unknown = positionals.filter((name) => !figures.some((figure) => figure.name === name));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}. There are: ${figures.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = figures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

console.log(`${machine()}; load average ${loadavg()[0]?.toFixed(1)}${values.quick ? '; quick form' : ''}`);
const rows = [];
const goals = [];
for (const figure of chosen) {
  console.log(`\n${figure.name}: ${figure.how}`);
  // On the disk of the checkout: a /tmp in memory would make every commit free.
  const folder = mkdtempSync(join(import.meta.dirname, `.run-${figure.name}-`));
  try {
    const measured = await figure.measure({
      quick: values.quick,
      ...(values.only === undefined ? {} : { only: values.only }),
      folder,
      say: (line) => console.log(`  ${line}`),
    });
    rows.push(...measured.rows);
    goals.push(...measured.goals);
  } catch (cause) {
    console.error(`${figure.name} could not be measured:`, cause);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`\n${verdicts(goals)}\n\n${table(rows)}`);
// What a figure that broke may have left open holds nobody up.
process.exit();
