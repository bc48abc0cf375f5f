import type { CommandId } from '../../shared/command/command.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { keptAnswers } from '../../shared/flow/target.ts';
import type { PersonId } from '../../shared/people/person.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { answer } from './answer.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What the person's last late command answered, for a day; null when nothing waits. */
    keptAnswer(person: PersonId): Promise<readonly Reply[] | null>;
  }
}

export const skill: Skill = {
  name: 'answer',
  commands: [answer],
  services: ({ store, inbox }) => ({
    async keptAnswer(person) {
      const kept = await store.get(keptAnswers, person);
      const record = kept && (await inbox.read(kept.value.command as CommandId));
      return record && record.replies.length > 0 ? record.replies : null;
    },
  }),
};
