/** What stands beside a file or a picture, in English: the measure of every other language. Apart from other words of channels, for no way in needs it. */
export const en = {
  attached: 'Attached',
  /** Before a day: so long a link holds. */
  until: 'until',
  tablePicture: (rows: number, columns: string) => `Table of ${rows} ${rows === 1 ? 'row' : 'rows'}: ${columns}`,
};

export type Words = typeof en;
