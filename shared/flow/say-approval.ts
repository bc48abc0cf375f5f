import { type Reply, reply } from '../reply/reply.ts';
import { marked, spansOf } from '../reply/text.ts';
import { sayWhen } from '../time/sayWhen.ts';
import type { Approval } from './approvals.ts';

/** What is said of a command that needs a second person. */

/** How it stands, wherever it was asked for: one message, which is replaced by what becomes of it. */
export function approval({ id, what, askerName = 'Somebody', by: _, endsAt, decided }: Approval, timeZone: string, now: number): Reply {
  const asked = marked`${askerName} asks for a second person’s yes:\n`;
  const about = `approval:${id}`;
  if (decided) {
    const who = decided.name ?? 'Somebody';
    const ended = decided.yes ? `✓ ${who} approved it.` : `✗ ${who} said no: ${decided.reason ?? ''}`;
    return reply([...asked, what, '\n', { italic: ended }], { about });
  }
  if (now >= endsAt) return reply([...asked, what, '\n', { italic: 'Nobody decided in time, so it was not done.' }], { about });
  const which = { which: id };
  return reply([...asked, what, `\nIt waits until ${sayWhen(endsAt, timeZone, now)}.`], {
    about,
    actions: [
      { label: 'Approve', command: 'approve', args: which, style: 'primary' },
      { label: 'Say no', command: 'refuse', args: which, style: 'danger' },
    ],
  });
}

/** To who asked, where only they are. */
export const approvalAsked = ({ name, endsAt, places }: Approval, timeZone: string, now: number): Reply =>
  reply(
    marked`\`${name}\` needs a second person’s yes. I asked ${places.length === 1 ? 'one who can give it' : `${places.length} who can give it`}, and tell you what they say; it waits until ${sayWhen(endsAt, timeZone, now)}. \`cancel\` takes it back.`,
  );

export const nobodyApproves = (name: string, needed: string): Reply =>
  reply(marked`\`${name}\` needs the yes of a second person with ${needed}, and I know nobody else here who has that. Nothing was done.`, {
    severity: 'warning',
  });

/** To who asked: a no, or nobody's word. */
export const notApproved = ({ name, decided }: Approval): Reply => {
  if (!decided) return reply(marked`Nobody approved \`${name}\` in time, so it was not done.`, { severity: 'warning' });
  const reason = spansOf(decided.reason ?? '');
  return reply([...marked`${decided.name ?? 'Somebody'} said no to \`${name}\`: `, ...reason], { severity: 'warning' });
};

export const approvalLost = ({ name, decided }: Approval): Reply =>
  reply(marked`${decided?.name ?? 'Somebody'} approved \`${name}\`, but may not do so any more, so it was not done. Ask again for another’s yes.`, {
    severity: 'warning',
  });
