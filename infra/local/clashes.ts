import type { ChannelModule } from '../../shared/channel/channel.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { SettingsError } from '../../shared/errors.ts';

/** Names that are given twice: by two of people's own, or by one of theirs and one of Bellhop's. */
export function clashes(skills: readonly Skill[], channels: readonly ChannelModule[]): SettingsError[] {
  const commands = skills.flatMap((skill) => skill.commands.map(({ name }) => ({ name, of: ` (in ${skill.name})` })));
  return [
    ...twice('commands', commands),
    ...twice(
      'channels',
      channels.map(({ name }) => ({ name, of: '' })),
    ),
  ];
}

function twice(what: string, named: readonly { readonly name: string; readonly of: string }[]): SettingsError[] {
  const seen = new Set<string>();
  return named.flatMap(({ name, of }) => {
    if (seen.has(name))
      return [new SettingsError(`Two ${what} are named "${name}"${of}.`, 'Rename yours, or take its folder out of BELLHOP_SKILLS.')];
    seen.add(name);
    return [];
  });
}
