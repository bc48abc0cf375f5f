import type { Channel } from '../../shared/channel/channel.ts';
import type { SlackApis } from './api.ts';
import { fieldsOf, idOf } from './payload.ts';

/** What Slack knows of a person: real name, time zone and locale (users.info; scope users:read). Throws SendFailed. */
export function profiler(apis: SlackApis): NonNullable<Channel['profile']> {
  return async ({ tenant }, id, signal) => {
    const user = fieldsOf((await apis(tenant).call('users.info', { user: id, include_locale: true }, signal)).user);
    const profile = fieldsOf(user?.profile);
    const name = idOf(user?.real_name) ?? idOf(profile?.real_name) ?? idOf(profile?.display_name) ?? idOf(user?.name);
    const timeZone = idOf(user?.tz);
    const locale = idOf(user?.locale);
    return {
      ...(name === undefined ? {} : { name }),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(locale === undefined ? {} : { locale }),
    };
  };
}
