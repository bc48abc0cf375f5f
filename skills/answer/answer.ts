import { command } from '../../shared/command/define.ts';
import { speakerId } from '../../shared/people/person.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { telling } from './telling.ts';
import { speak } from './words/speak.ts';

/** `answer`: what was said while the person could not be reached: answers that came too late to be spoken, and reminders. Asked again, the last of it once more. */
export const answer = command({
  name: 'answer',
  summary: 'Tell what I kept for you while I could not reach you',
  phrases: ['what was the answer', 'what was my answer', 'tell me the answer', 'tell me the rest', 'what did i miss'],
  examples: ['what was the answer'],
  label: 'Tell me the rest',
  in: {
    de: {
      summary: 'Sagt, was ich für dich aufgehoben habe, als ich dich nicht erreichen konnte',
      label: 'Sag mir den Rest',
      phrases: ['was war die antwort', 'was war meine antwort', 'sag mir die antwort', 'sag mir den rest', 'was habe ich verpasst'],
      examples: ['was war die Antwort'],
    },
  },
  async run(_, { kept, person, command: { id }, now }): Promise<Reply | readonly Reply[]> {
    const { locale, timeZone } = person;
    const say = speak(locale);
    const { told, more, running } = await kept.tell(speakerId(person), id);
    const [only, second] = told;
    if (only && !second && more === 0) return only.replies;
    if (told.length > 0) {
      const all = telling(told, say.kept, { timeZone, locale, now: now() });
      return more === 0 ? all : { ...all, actions: [...(all.actions ?? []), answer.with({}, { locale })], asks: true };
    }
    if (running > 0) return reply(say.stillWorking);
    const last = await kept.again(speakerId(person));
    return last?.replies ?? reply(say.nothing, { asks: true });
  },
});
