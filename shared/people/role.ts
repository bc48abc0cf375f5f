/** What a person may: each role may what the ones before it may. */
export const roles = ['guest', 'member', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The one of two roles that may less. */
export const lower = (one: Role, other: Role): Role => (atLeast(one, other) ? other : one);

/** Whether `role` may what needs `least`. */
export function atLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
