import { systemClock } from '../../../shared/clock.ts';
import { checkChannels } from '../doctor/channels.ts';
import { checkClock } from '../doctor/clock.ts';
import { checkData } from '../doctor/data.ts';
import type { Finding } from '../doctor/finding.ts';
import { checkServer } from '../doctor/serving.ts';
import { runningServer } from '../server.ts';
import type { Verb } from '../verb.ts';

const signs = { ok: '✓', off: '–', wrong: '✗' } as const;

/** `doctor`: tries every setting for real, and says how to mend what is off. Changes nothing. Exits 1 when something is wrong. */
export const doctor: Verb = {
  usage: 'doctor',
  summary: 'Try every setting for real, and say how to mend what is wrong',
  words: [0, 0],
  async run(_, shell, { json }) {
    const { lookAt } = await import('../../local/plan.ts');
    const { settings, modules, opened, problems } = await lookAt(shell.env, systemClock);
    const findings: Finding[] = problems.map((problem) => ({ about: 'settings', state: 'wrong', detail: problem.message, hint: problem.hint }));
    if (problems.length === 0) findings.push({ about: 'settings', state: 'ok', detail: 'each one is known and well-formed' });
    if (settings) {
      const server = await runningServer(shell);
      findings.push(...checkData(settings.data, server !== null), ...(await checkServer(settings, server)));
    }
    findings.push(...(await checkChannels(opened)), await checkClock(shell.env, modules, opened.on));
    if (json) shell.out(JSON.stringify({ findings }));
    else {
      const width = Math.max(...findings.map(({ about }) => about.length));
      for (const { about, state, detail, hint } of findings) {
        shell.out(`${signs[state]} ${about.padEnd(width)}  ${detail}${hint ? `\n  ${' '.repeat(width)}  → ${hint}` : ''}`);
      }
    }
    return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
  },
};
