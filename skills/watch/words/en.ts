import { marked, type Text } from '../../../shared/reply/text.ts';

/** What is said of what is watched, in English: the measure of every other language. */
export const en = {
  watching: (what: string, length: string) => `I watch ${what} every ${length}, and tell you here when it is down.`,
  waiting: (what: string, length: string, address: string): Text =>
    marked`I wait for *${what}* to report in every ${length}, and tell you here when it is late. It does so by calling its own address, which nobody else should know: \`curl -fsS ${address}\``,
  sayWaiting: (what: string, length: string) => `I wait for ${what} to report in every ${length}. The uptime of it shows you in writing where.`,
  address: 'Reports in at',
  badge: (what: string, address: string): Text =>
    marked`The uptime of ${what} as a picture, for whoever knows its address: ${address}\nIn a README: \`![uptime](${address})\``,
  sayBadge: (what: string) => `I show the address of the badge of ${what} in writing.`,
  notRead: (what: string) => `I don't know how to watch “${what}”.`,
  notReadHint: 'Give an address like example.com, or a kind and what it looks at, like tcp example.com:5432.',
  watched: (what: string): Text => marked`Watched no more: \`${what}\`.`,
  again: (what: string): Text => marked`\`${what}\` is watched again.`,
  silenced: (what: string, until: string) => `${what} is silenced until ${until}: I look at it and tell nobody.`,
  loud: (what: string) => `${what} isn't silenced any more.`,
  none: 'Nothing is watched. Begin like this: watch example.com every minute',
  sayNone: 'Nothing is watched.',
  all: (count: number) => (count === 1 ? 'One thing is watched' : `${count} things are watched`),
  columns: {
    what: 'What',
    state: 'State',
    since: 'Since',
    every: 'Every',
    last: 'Last look',
    uptime: 'Up',
    down: 'Down',
    incidents: 'Incidents',
    typical: 'Median',
    watched: 'Looked at',
    bar: 'Over time',
  },
  state: { new: 'not looked at yet', up: 'up', down: 'down', unknown: 'unknown', flapping: 'flapping', silenced: 'silenced' },
  downNow: (names: string) => `Down: ${names}.`,
  allUp: 'All of it is up.',
  noneFits: (which: string): Text => marked`Nothing that is watched fits “${which}”. \`checks\` shows all there is.`,
  severalFit: (count: number, which: string) => `${count} things that are watched fit “${which}”. Which one?`,
  wasUp: (what: string, share: string, when: string, told: string): Text => marked`\`${what}\` was up *${share}* of the time, ${when}. ${told}`,
  wereUp: (count: number, when: string) => `${count} things, ${when}, the worst first`,
  downFor: (length: string, incidents: number) =>
    `Down for ${length}${incidents === 0 ? '' : incidents === 1 ? ', in one incident' : `, in ${incidents} incidents`}.`,
  neverDown: 'Never down.',
  notSeen: (what: string, when: string): Text => marked`\`${what}\` was not looked at, ${when}.`,
  spokenShare: (share: string) => share.replace(/\s?%/, ' percent'),
  spokenWhen: (when: string) => when.replace(/\s?–\s?/, ' to '),
  sayUp: (what: string, share: string, when: string) => `${what} was up ${share} of the time, ${when}.`,
  sayTook: (took: string) => `It mostly answered within ${took.replace(' ms', ' milliseconds').replace(' s', ' seconds')}.`,
  sayAll: (count: number, perfect: number) =>
    perfect === count ? `All ${count} were up all of the time.` : `${perfect} of ${count} were up all of the time.`,
  sayWorst: (what: string, share: string) => `The worst was ${what}, up ${share} of the time.`,
  answersOf: (what: string) => `Response time of ${what}`,
  uptimeOf: (what: string) => `Uptime of ${what}`,
  median: 'median',
  lastWeek: 'Last 7 days',
  lastMonth: 'Last 30 days',
  unwatch: 'Watch no more',
  silence: 'Silence for an hour',
  unsilence: 'Silence no more',
};

export type Words = typeof en;
