import type { Finding } from '../../core/finding.ts';

const signs = { ok: '✓', off: '–', wrong: '✗' } as const;

/** Findings for people, a line each, with the mend below. */
export function lines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  return findings
    .map(({ about, state, detail, hint }) => `${signs[state]} ${about.padEnd(width)}  ${detail}${hint ? `\n  ${' '.repeat(width)}  → ${hint}` : ''}`)
    .join('\n');
}
