/** How times are told, in English: the measure of every other language. */
export const en = {
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  today: (time: string) => `today at ${time}`,
  tomorrow: (time: string) => `tomorrow at ${time}`,
  yesterday: (time: string) => `yesterday at ${time}`,
  date: (day: number, month: string, year: string) => `${day} ${month}${year && ` ${year}`}`,
  on: (weekday: string, date: string, time: string) => `on ${weekday} ${date} at ${time}`,
  zone: (place: string) => `${place} time`,
  days: (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`,
  hours: (count: number) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
  minutes: (count: number) => `${count} ${count === 1 ? 'minute' : 'minutes'}`,
  seconds: (count: number) => `${count} ${count === 1 ? 'second' : 'seconds'}`,
};

export type Words = typeof en;
