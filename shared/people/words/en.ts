/** What is said of rights, in English: the measure of every other language. */
export const en = {
  role: (role: string) => `the role ${role}`,
  group: (group: string) => `the group ${group}`,
  oneOfGroups: (groups: string) => `one of the groups ${groups}`,
};

export type Words = typeof en;
