import type { Words } from './en.ts';

/** What is said of rights, in German. */
export const de: Words = {
  role: (role) => `die Rolle ${role}`,
  group: (group) => `die Gruppe ${group}`,
  oneOfGroups: (groups) => `eine der Gruppen ${groups}`,
};
