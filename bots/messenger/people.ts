import type { Channel } from '../../shared/channel/channel.ts';
import type { Pages } from './pages.ts';

/** What Messenger tells of a person: the name they have there (User Profile API). Their locale and zone take permissions of their own, and it has only an offset. Throws SendFailed. */
export function profiler(pages: Pages): NonNullable<Channel['profile']> {
  return async ({ tenant }, user, signal) => {
    const api = await pages.of(tenant, signal);
    const { first_name: first, last_name: last } = await api.call('GET', user, { fields: 'first_name,last_name' }, signal);
    const name = [first, last].filter((part) => typeof part === 'string' && part !== '').join(' ');
    return name === '' ? {} : { name: name.slice(0, 200) };
  };
}
