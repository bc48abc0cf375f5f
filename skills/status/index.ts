import type { Skill } from '../../shared/command/skill.ts';
import { postedBook } from '../../shared/flow/posted.ts';
import { progressOf } from '../../shared/flow/progress.ts';
import { cancel } from './cancel.ts';
import { running } from './running.ts';
import { status } from './status.ts';

export const skill: Skill = {
  name: 'status',
  commands: [status, running, cancel],
  services: ({ status: ask, inbox, store, clock }) => ({
    installation: { status: ask },
    ownCommands: {
      list: (listing, limit) => inbox.list(listing, limit),
      cancel: (id, by) => inbox.cancel(id, by),
      progress: (command) => postedBook({ store, clock }).saysAt(command.place, progressOf(command)),
    },
  }),
};
