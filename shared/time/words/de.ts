import type { Words } from './en.ts';

/** How times are told, in German. */
export const de: Words = {
  weekdays: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  months: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
  today: (time) => `heute um ${time}`,
  tomorrow: (time) => `morgen um ${time}`,
  yesterday: (time) => `gestern um ${time}`,
  date: (day, month, year) => `${day}. ${month}${year && ` ${year}`}`,
  on: (weekday, date, time) => `am ${weekday}, ${date} um ${time}`,
  zone: (place) => `Zeit von ${place}`,
  days: (count) => `${count} ${count === 1 ? 'Tag' : 'Tage'}`,
  hours: (count) => `${count} ${count === 1 ? 'Stunde' : 'Stunden'}`,
  minutes: (count) => `${count} ${count === 1 ? 'Minute' : 'Minuten'}`,
  seconds: (count) => `${count} ${count === 1 ? 'Sekunde' : 'Sekunden'}`,
};
