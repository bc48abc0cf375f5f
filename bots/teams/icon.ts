import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const white: Colour = [255, 255, 255, 255];
const clear: Colour = [255, 255, 255, 0];
const ground: Colour = [36, 84, 124, 255];

/** Teams: the colour icon is 192 × 192, opaque. */
export const colourIcon = (): Buffer => png(192, (x, y) => (isBell(x, y) ? white : ground));

/** Teams: the outline icon is 32 × 32, white on nothing. */
export const outlineIcon = (): Buffer => png(32, (x, y) => (isBell(x, y) ? white : clear));

/** A bell as it stands on a counter, in a square from 0 to 1: its button, its dome, its foot. */
function isBell(x: number, y: number): boolean {
  const dome = y <= 0.66 && Math.hypot(x - 0.5, y - 0.66) <= 0.3;
  const button = Math.abs(x - 0.5) <= 0.06 && y >= 0.25 && y <= 0.36;
  const foot = Math.abs(x - 0.5) <= 0.36 && y >= 0.7 && y <= 0.77;
  return dome || button || foot;
}

/** A square picture (W3C PNG, 8 bits a channel with alpha), each pixel asked for at its middle. */
function png(size: number, at: (x: number, y: number) => Colour): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  // Each row begins with its filter: none.
  const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => at((x + 0.5) / size, (y + 0.5) / size)).flat()]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
