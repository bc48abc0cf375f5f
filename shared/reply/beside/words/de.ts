import type { Words } from './en.ts';

/** What stands beside a file or a picture, in German. */
export const de: Words = {
  attached: 'Angehängt',
  until: 'bis',
  tablePicture: (rows, columns) => `Tabelle mit ${rows} ${rows === 1 ? 'Zeile' : 'Zeilen'}: ${columns}`,
};
