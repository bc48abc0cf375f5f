import type { Person } from './person.ts';
import { atLeast, type Role } from './role.ts';

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

/** What is needed, as the end of a sentence: "the role operator". */
export function needed(access: Access = 'guest'): string {
  if (typeof access === 'string') return `the role ${access}`;
  return access.groups.length === 1 ? `the group ${access.groups[0]}` : `one of the groups ${access.groups.join(', ')}`;
}
