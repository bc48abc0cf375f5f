import { crc32 } from 'node:zlib';

/** A zip archive (PKWARE APPNOTE 6.3.3) of a few small files, stored as they are; names of plain ASCII. The same files give the same bytes. */
export function zip(files: readonly { readonly name: string; readonly content: Uint8Array }[]): Buffer {
  const [bodies, entries]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, content } of files) {
    const about = aboutFile(name, content);
    const local = Buffer.concat([signature(0x04034b50), about, Buffer.from(name, 'latin1'), content]);
    // In the directory: made by version 2.0; then no comment, disk 0, no attributes; where it begins.
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([signature(0x02014b50), u16(20), about, tail, Buffer.from(name, 'latin1')]));
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, directory, signature(0x06054b50), end]);
}

/** Version 2.0, no flags, stored, 1 January 1980; check sum, sizes, length of the name, no extra field. */
function aboutFile(name: string, content: Uint8Array): Buffer {
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(0x21, 8);
  about.writeUInt32LE(crc32(content), 10);
  about.writeUInt32LE(content.length, 14);
  about.writeUInt32LE(content.length, 18);
  about.writeUInt16LE(name.length, 22);
  return about;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
