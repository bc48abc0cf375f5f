import { command } from '../../shared/command/define.ts';
import { speakerId } from '../../shared/people/person.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { answer } from './answer.ts';
import { telling } from './telling.ts';
import { speak } from './words/speak.ts';

/** Issued when somebody is there again, on a channel of our own: what was said while they were away, and when. Says nothing when nothing waits. */
export const missed = command({
  name: 'missed',
  summary: 'Tell what was said while they were away',
  hidden: true,
  async run(_, { kept, person, command: { id }, now }): Promise<Reply | undefined> {
    const { locale, timeZone } = person;
    const { told, more } = await kept.tell(speakerId(person), id);
    if (told.length === 0) return undefined;
    const all = telling(told, speak(locale).whileAway, { timeZone, locale, now: now() });
    return more === 0 ? all : { ...all, actions: [...(all.actions ?? []), answer.with({}, { locale })] };
  },
});
