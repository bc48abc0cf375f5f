import type { Channel } from '../channel/channel.ts';
import { channelTitle } from '../channel/title.ts';
import type { Clock } from '../clock.ts';
import type { Command, CommandId } from '../command/command.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { fileIn } from '../reply/file.ts';
import type { Reply } from '../reply/reply.ts';
import type { Store } from '../store/store.ts';
import { commandId } from './accept.ts';
import { issuer } from './issue.ts';
import { sayIn } from './say.ts';
import { targetOf } from './target.ts';

/** The command that sends the files of an answer that is spoken. `of`: the command that answers; `files`: KeptFile's, as JSON. */
export const sendFiles = 'send_files';
/** A command's arguments stay small. */
const filesMax = 5;

const keyOf = (answered: string) => `files/${answered}`;
/** The id of the one command that sends them: nobody can say one that has it. */
export const idOfSending = (answered: string): CommandId => commandId('jobs', '', '', keyOf(answered));

export interface SpokenFilesParts {
  readonly channels: ReadonlyMap<string, Pick<Channel, 'can'>>;
  readonly store: Store;
  readonly inbox: Pick<Inbox, 'accept'>;
  readonly clock: Clock;
}

/** The replies as they are spoken: their files are sent to where the person is reached, by a command of its own, once, and they hear where; else the link stays on the card. Throws InboxFull and StorageFailed. */
export function spokenFiles(parts: SpokenFilesParts): (command: Command, replies: readonly Reply[], locale: string) => Promise<readonly Reply[]> {
  const issue = issuer(parts);
  return async (command, replies, locale) => {
    // What sends them is answered where they go.
    if (command.name === sendFiles) return replies;
    const files = replies.flatMap((reply) => fileIn(reply) ?? []).slice(0, filesMax);
    const { place, from, saidAt, timeZone } = command;
    const reached = await targetOf(place, parts);
    if (reached && files.length > 0)
      await issue({
        key: keyOf(command.id),
        name: sendFiles,
        raw: { args: { of: command.id, files: JSON.stringify(files) } },
        from,
        place,
        priority: 'interactive',
        saidAt,
        locale,
        ...(timeZone === undefined ? {} : { timeZone }),
      });
    const say = sayIn(locale);
    const where = reached && channelTitle(reached.place.channel);
    return replies.map((reply) => {
      const file = fileIn(reply);
      if (!file) return reply;
      const { file: _, ...told } = say.fileFollows(reply, file.name, where);
      return where === null ? { ...told, file } : told;
    });
  };
}
