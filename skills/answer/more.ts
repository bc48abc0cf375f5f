import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `more`: the next part of a long answer, where it is told in parts. */
export const more = command({
  name: 'more',
  summary: 'Tell the next part of a long answer',
  hidden: true,
  in: { de: { phrases: ['mehr'] } },
  async run(_, { lastTold, person, command: { place } }): Promise<Reply> {
    const last = await lastTold(place);
    if (!last) return reply(speak(person.locale).noMore);
    // What it is about stands there already: this is not a newer version of it.
    const { about: _about, ...rest } = last;
    return { ...rest, page: (last.page ?? 0) + 1 };
  },
});
