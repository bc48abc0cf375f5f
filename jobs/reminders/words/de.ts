import type { Words } from './en.ts';

/** What is said of reminders that can't be kept, in German. */
export const de: Words = {
  tooLong: (chars, most) => `Das sind ${chars} Zeichen, an die ich dich erinnern soll; ich kann ${most} aufheben.`,
  shorter: 'Sag es kürzer, oder hinterlass einen Link.',
  unreachable: (channel) => `Über ${channel} kann ich nicht von mir aus sprechen, also käme eine Erinnerung nie bei dir an.`,
  elsewhere: 'Bitte mich darum auf einem Kanal, auf dem ich dir zuerst schreiben kann.',
  tooMany: (most) => `Du hast schon ${most} Erinnerungen, und mehr hebe ich nicht auf.`,
  forgetSome: '`reminders` zeigt sie: Vergiss einige.',
};
