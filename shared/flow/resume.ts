import { channelTitle } from '../channel/title.ts';
import type { Command } from '../command/command.ts';
import type { SkillDeps } from '../command/skill.ts';
import { type Dialog, dialogBook, type Woken } from './dialog.ts';

/** The questions that wait for a person, wherever they were asked, and the way to go on with one here. */
export function resumer(deps: Pick<SkillDeps, 'store' | 'clock' | 'inbox' | 'proactive'>) {
  const { inbox, proactive } = deps;
  const dialogs = dialogBook(deps);
  return {
    list: dialogs.list,
    /** Takes it over for this command, once: where it was asked it waits no longer, and says where it goes on. Answers false when it waits no more. A second run may do so again. */
    async take(asked: Dialog, command: Command): Promise<boolean> {
      if (!(await dialogs.claimFrom(asked, command))) return false;
      const isHere = asked.place.channel === command.place.channel && asked.place.conversation === command.place.conversation;
      const woken: Woken = { movedTo: isHere || !proactive(asked.place.channel) ? null : channelTitle(command.place.channel) };
      // Done: woken by a former run of ours.
      return (await inbox.wake(asked.command, woken)) || (await inbox.read(asked.command))?.state === 'done';
    },
  };
}

export type Resumer = ReturnType<typeof resumer>;
