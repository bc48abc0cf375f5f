import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
/** Bits of each colour channel that are kept: as many as leave at most 256 colours. A drawing has few, and shades of those at its edges. */
const precisions = [8, 6, 5, 4, 3, 2];

/** Opaque pixels (RGBA) as a PNG of at most 256 colours: a third of the bytes that each pixel's own colour takes. */
export function pngOf(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const { palette, rows } = indexed(pixels, width, height);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits a pixel, each the number of a colour (PNG, 11.2.2).
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function indexed(pixels: Uint8Array, width: number, height: number): { readonly palette: Buffer; readonly rows: Buffer } {
  for (const bits of precisions) {
    const found = withColours(pixels, width, height, bits);
    if (found) return found;
  }
  throw new RangeError('At two bits a channel there are 64 colours.');
}

/** Null when there are more than 256. Each row begins with a byte that names its filter: none. */
function withColours(pixels: Uint8Array, width: number, height: number, bits: number) {
  const mask = 0xff & (0xff << (8 - bits));
  const colours = new Map<number, number>();
  const palette: number[] = [];
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 1; x <= width; x++, from += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[from], pixels[from + 1], pixels[from + 2]];
      const key = ((red & mask) << 16) | ((green & mask) << 8) | (blue & mask);
      let index = colours.get(key);
      if (index === undefined) {
        if (colours.size === 256) return null;
        index = colours.size;
        colours.set(key, index);
        palette.push(red, green, blue);
      }
      rows[y * (width + 1) + x] = index;
    }
  }
  return { palette: Buffer.from(palette), rows };
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
