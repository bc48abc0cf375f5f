import { crashes } from './soak/crashes.ts';
import { garbage } from './soak/garbage.ts';
import { idle } from './soak/idle.ts';

/** `npm run soak`, or `npm run soak -- idle`: the long forms of what `npm test` tries for a moment. Ends with 1 when a promise is broken. */
const parts = [idle, garbage, crashes];

const names = process.argv.slice(2);
const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));
if (chosen.length < Math.max(1, names.length)) {
  console.error(`There is: ${parts.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const { name, run } of chosen) {
  try {
    console.log(`${name}: ${await run((line) => console.log(`${name}: … ${line}`))}`);
  } catch (cause) {
    failed++;
    console.error(`${name}: ${cause instanceof Error ? cause.message : cause}`);
  }
}
console.log(`${chosen.length - failed} held, ${failed} broken`);
process.exitCode = failed === 0 ? 0 : 1;
