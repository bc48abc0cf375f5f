import type { Words } from './en.ts';

/** What checks say of themselves, in German. */
export const de: Words = {
  flaps: 'es wechselt ständig; ich sage nichts mehr, bis es ruhig ist',
  fine: 'es läuft wieder',
  watchedNoMore: 'es wird nicht mehr beobachtet',
  thisMachine: 'Das Netz der Maschine, die beobachtet',
  noAnchor: 'von hier ist nichts erreichbar; was beobachtet wird, bleibt bis dahin, wie es war',
  anchorAgain: 'sie erreicht andere wieder',
  noReason: 'es antwortet nicht so, wie es sollte',
  tooMany: (most) => `Es gibt schon ${most} Checks, und mehr behalte ich nicht.`,
  takeSomeAway: 'Sieh sie mit `checks` an und entferne einige.',
  unreachable: (channel) => `Auf ${channel} kann ich nicht von mir aus sprechen, also würde niemand hören, dass etwas ausgefallen ist.`,
  elsewhere: 'Frag mich auf einem Kanal, auf dem ich dir von mir aus schreiben kann.',
};
