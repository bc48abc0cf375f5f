import { marked, type Text } from '../../../shared/reply/text.ts';

/** What is said of what is watched, in English: the measure of every other language. */
export const en = {
  watching: (what: string, length: string) => `I watch ${what} every ${length}, and tell you here when it is down.`,
  notRead: (what: string) => `I don't know how to watch “${what}”.`,
  notReadHint: 'Give an address like example.com, or a kind and what it looks at, like tcp example.com:5432.',
  watched: (what: string): Text => marked`Watched no more: \`${what}\`.`,
  again: (what: string): Text => marked`\`${what}\` is watched again.`,
  silenced: (what: string, until: string) => `${what} is silenced until ${until}: I look at it and tell nobody.`,
  loud: (what: string) => `${what} isn't silenced any more.`,
  none: 'Nothing is watched. Begin like this: watch example.com every minute',
  sayNone: 'Nothing is watched.',
  all: (count: number) => (count === 1 ? 'One thing is watched' : `${count} things are watched`),
  columns: { what: 'What', state: 'State', since: 'Since', every: 'Every', last: 'Last look' },
  state: { new: 'not looked at yet', up: 'up', down: 'down', unknown: 'unknown', flapping: 'flapping', silenced: 'silenced' },
  downNow: (names: string) => `Down: ${names}.`,
  allUp: 'All of it is up.',
  noneFits: (which: string): Text => marked`Nothing that is watched fits “${which}”. \`checks\` shows all there is.`,
  severalFit: (count: number, which: string) => `${count} things that are watched fit “${which}”. Which one?`,
  unwatch: 'Watch no more',
  silence: 'Silence for an hour',
  unsilence: 'Silence no more',
};

export type Words = typeof en;
