/** Writes whole numbers as varints: 7 bits a byte, the least first; those below 128 take one byte. */
export class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(room = 256) {
    this.#bytes = new Uint8Array(room);
  }

  /** 0 to 2^53 - 1. */
  whole(value: number): void {
    this.#grow(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      // Past 31 bits a shift would cut it.
      rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Of either sign: small ones are short. */
  signed(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  bytes(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Characters below 128, as many as are said before it. */
  ascii(text: string): void {
    this.whole(text.length);
    this.#grow(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written, in a buffer of its own. */
  written(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads what Writer wrote. Throws RangeError past the end: the bytes were cut or changed. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  whole(): number {
    const first = this.#bytes[this.#at];
    // Most are so short.
    if (first !== undefined && first < 0x80) {
      this.#at++;
      return first;
    }
    let value = 0;
    for (let weight = 1; ; weight *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || weight > Number.MAX_SAFE_INTEGER) throw new RangeError('The bytes of a series end too soon.');
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  ascii(): string {
    const length = this.whole();
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('The bytes of a series end too soon.');
    return this.#bytes.toString('latin1', this.#at - length, this.#at);
  }

  bytes(): Uint8Array {
    const length = this.whole();
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('The bytes of a series end too soon.');
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
