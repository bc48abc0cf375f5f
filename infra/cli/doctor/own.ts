import type { Finding } from '../../core/finding.ts';
import type { Own } from '../../core/own.ts';

/** What the folders of BELLHOP_SKILLS gave, loaded for real; nothing where there are none. */
export function checkOwn({ skills, channels }: Own): Finding[] {
  const names = [...skills.flatMap((skill) => skill.commands.map(({ name }) => name)), ...channels.map(({ name }) => `the channel ${name}`)];
  return names.length === 0 ? [] : [{ about: 'own skills', state: 'ok', detail: `loaded: ${names.join(', ')}` }];
}
