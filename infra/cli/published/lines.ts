import type { Shown } from './shown.ts';

const states = {
  same: 'nothing to do',
  done: 'set',
  partly: 'set in part; what was refused is in the next plan',
  refused: 'refused; all stands as it was',
  files: 'can not be set from here',
} as const;

const tellers = {
  platform: '',
  kept: ' (the platform can not be asked from here: against what was published last)',
  nobody: ' (the platform can not be asked from here, and nothing was published yet)',
} as const;

/** Reasons with more commands than this are told by their number and the first few. */
const namedMax = 8;

/** What came of it on one channel, for people. */
export function linesOf(
  { channel, told, state, changes, leftOut, refused, mend, error, written }: Shown & { readonly written: readonly string[] },
  action: string,
): string {
  if (error) return [`✗ ${channel}: ${error.message}`, ...(error.hint ? [`  → ${error.hint}`] : [])].join('\n');
  const is = state ? states[state] : changes.length > 0 ? 'differs' : told === undefined ? 'written' : 'as it should be';
  const missing = new Set(refused.map(({ part }) => part));
  return [
    `${channel}: ${is}${told === undefined || action === 'files' ? '' : tellers[told]}`,
    ...changes
      .filter(({ part }) => !missing.has(part))
      .flatMap(({ part, added, removed, changed, reordered }) => [
        ...(added.length > 0 ? [`  + ${part}: ${added.join(', ')}`] : []),
        ...(removed.length > 0 ? [`  - ${part}: ${removed.join(', ')}`] : []),
        ...(changed.length > 0 ? [`  ~ ${part}: ${changed.join(', ')}`] : []),
        ...(reordered ? [`  ~ ${part}: in another order`] : []),
      ]),
    ...reasons(leftOut),
    ...refused.flatMap(({ part, message, hint }) => [`  ✗ ${part}: ${message}`, ...(hint ? [`    → ${hint}`] : [])]),
    ...written.map((path) => `  ${path}`),
    ...(written.length > 0 && mend !== '' ? [`  → ${mend}`] : []),
  ].join('\n');
}

/** What is left out, together for one reason. */
function reasons(leftOut: Shown['leftOut']): readonly string[] {
  const by = new Map<string, string[]>();
  for (const { command, phrase, why } of leftOut) by.set(why, [...(by.get(why) ?? []), phrase ? `${command} ("${phrase}")` : command]);
  return [...by].map(([why, names]) => {
    const more = names.length - namedMax;
    return `  left out, ${why}: ${names.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more (--json names them)` : ''}`;
  });
}
