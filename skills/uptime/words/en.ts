/** What is said of what was seen of a site, in English: the measure of every other language. A reason follows its site's name, or "it": "refused the connection". */
export const en = {
  isUp: 'is up',
  isUpBut: (ends: string) => `is up, but its certificate ends ${ends}`,
  answersBut: (status: number, meaning: string) => `answers, but with ${status}${meaning && `: ${meaning}`}`,
  isDownBy: (status: number, meaning: string) => `is down: it answers with ${status}${meaning && `: ${meaning}`}`,
  isDown: (why: string) => `is down: ${/^its?\b/.test(why) ? '' : 'it '}${why}`,
  status: 'Status',
  took: 'Took',
  connect: 'Connect',
  firstByte: 'First byte',
  certificateEnded: 'Certificate ended',
  certificateEnds: 'Certificate ends',
  issuer: 'Issuer',
  redirects: 'Redirects',
  checkAgain: 'Check again',
  withoutTls: 'Check without TLS',
  sayTook: (time: string) => `It took ${time}.`,
};

export type Words = typeof en;
