import type { Person } from './person.ts';
import { atLeast, type Role } from './role.ts';
import { speak } from './words/speak.ts';

/** Who may run a command: a least role, or the members of any of these groups. Admins may all. */
export type Access = Role | { readonly groups: readonly [string, ...string[]] };

/** Whether someone may what needs `access`; left out: what everybody may. */
export function may({ role, groups = [] }: Pick<Person, 'role' | 'groups'>, access: Access = 'guest'): boolean {
  if (typeof access === 'string') return atLeast(role, access);
  return role === 'admin' || access.groups.some((group) => groups.includes(group));
}

/** Whether it is for more than members, so that one of a household must be known by more than the household. */
export const isAboveMember = (access: Access = 'guest'): boolean => typeof access !== 'string' || atLeast(access, 'operator');

/** Whether it is themselves who speaks where a household does: by the voice that linked it, or a PIN said just now. */
export const isProven = ({ voice, provenUntil = 0 }: Pick<Person, 'voice' | 'provenUntil'>, heard: string | undefined, now: number): boolean =>
  (voice !== undefined && voice === heard) || provenUntil > now;

/** What is needed, as the end of a sentence: "the role operator"; in a person's language, or in English for the log. */
export function needed(access: Access = 'guest', locale = 'en'): string {
  const say = speak(locale);
  if (typeof access === 'string') return say.role(access);
  return access.groups.length === 1 ? say.group(access.groups[0]) : say.oneOfGroups(access.groups.join(', '));
}
