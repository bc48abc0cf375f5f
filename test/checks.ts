import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import manifest from '../package.json' with { type: 'json' };

/** `npm run checks`: types, lint and import rules side by side, each told whole once it has ended. Ends with 1 when one of them does not hold. */
const { types, lint, imports } = manifest.scripts;

const held = await Promise.all(
  [types, lint, imports].map(async (script) => {
    const child = spawn(`${script} 2>&1`, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    console.log(`> ${script}\n${said}`);
    return code === 0;
  }),
);
process.exitCode = held.every(Boolean) ? 0 : 1;
