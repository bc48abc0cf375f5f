import { marked, type Text } from '../../../reply/text.ts';

/** What is said of a command that needs a second person, in English. */
export const en = {
  somebody: 'Somebody',
  asks: (who: string): Text => marked`${who} asks for a second person’s yes:\n`,
  waitsUntil: (when: string) => `It waits until ${when}.`,
  approve: 'Approve',
  sayNo: 'Say no',
  approved: (who: string) => `${who} approved it.`,
  saidNo: (who: string, reason: string) => `${who} said no: ${reason}`,
  nobodyDecided: 'Nobody decided in time, so it was not done.',
  asked: (name: string, count: number, until: string): Text =>
    marked`\`${name}\` needs a second person’s yes. I asked ${count === 1 ? 'one who can give it' : `${count} who can give it`}, and tell you what they say; it waits until ${until}. \`cancel\` takes it back.`,
  nobody: (name: string, needed: string): Text =>
    marked`\`${name}\` needs the yes of a second person with ${needed}, and I know nobody else here who has that. Nothing was done.`,
  notInTime: (name: string): Text => marked`Nobody approved \`${name}\` in time, so it was not done.`,
  refused: (who: string, name: string): Text => marked`${who} said no to \`${name}\`: `,
  lost: (who: string, name: string): Text =>
    marked`${who} approved \`${name}\`, but may not do so any more, so it was not done. Ask again for another’s yes.`,
};

export type Words = typeof en;
