import type { Words } from './en.ts';

/** What is said of what was seen of a site, in German. A reason is a sentence of its own: "die Verbindung wurde abgelehnt". */
export const de: Words = {
  isUp: 'ist erreichbar',
  isUpBut: (ends) => `ist erreichbar, aber das Zertifikat endet ${ends}`,
  answersBut: (status, meaning) => `antwortet, aber mit ${status}${meaning && `: ${meaning}`}`,
  isDownBy: (status, meaning) => `ist gestört: Die Antwort ist ${status}${meaning && `, ${meaning}`}`,
  isDown: (why) => `ist nicht erreichbar: ${why}`,
  status: 'Status',
  took: 'Dauer',
  connect: 'Verbindung',
  firstByte: 'Erstes Byte',
  certificateEnded: 'Zertifikat endete',
  certificateEnds: 'Zertifikat endet',
  issuer: 'Aussteller',
  redirects: 'Weiterleitungen',
  checkAgain: 'Noch einmal prüfen',
  withoutTls: 'Ohne TLS prüfen',
  sayTook: (time) => `Es dauerte ${time}.`,
};
