import type { Speaker } from '../../shared/channel/inbound.ts';
import { type Fields, fieldsOf, idOf } from './payload.ts';

/**
 * Whose installation of the app a delivery is for: the organisation's where it is installed for all of it, else the first workspace named. So a person is the same
 * one whether they write, command or press. In a channel that workspaces share, an event's `team_id` is that of the workspace whose channel it is (bolt-js issue
 * 687) and `user.team_id` of a press that of the person (java-slack-sdk issue 1041): name what speaks of our own installation before them.
 */
export function tenantOf(orgWide: boolean, enterprise: unknown, ...teams: readonly unknown[]): string | undefined {
  const organisation = idOf(enterprise);
  if (orgWide && organisation !== undefined) return organisation;
  for (const team of teams) {
    const id = idOf(team);
    if (id !== undefined) return id;
  }
  return organisation;
}

/** Of an interaction's payload, who it was and whose installation it is for; null when it doesn't tell. */
export function actorOf(payload: Fields): { readonly tenant: string; readonly from: Speaker } | null {
  const who = fieldsOf(payload.user);
  const user = idOf(who?.id);
  const tenant = tenantOf(payload.is_enterprise_install === true, fieldsOf(payload.enterprise)?.id, fieldsOf(payload.team)?.id, who?.team_id);
  if (!user || !tenant) return null;
  const name = idOf(who?.username) ?? idOf(who?.name);
  return { tenant, from: name === undefined ? { user } : { user, name } };
}
