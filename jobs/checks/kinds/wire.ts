import type { Socket } from 'node:net';
import type { Attempt } from './attempt.ts';
import { Failure, failureOf } from './failure.ts';

/** Bytes that wait to be read, at most: whoever sends more without being asked is answered no more. */
const waitingMax = 256 * 1024;
/** Bytes that there is room for at first. */
const roomBytes = 1_024;
/** Bytes of a line. */
const lineMax = 8 * 1024;

/** What is said over an open connection, read piece by piece. Each read throws Failure when the other side ends, or sends without end; and it ends with the attempt at the latest. */
export class Wire {
  readonly #socket: Socket;
  readonly #attempt: Attempt;
  /** What waits lies between `#from` and `#to`; it grows by doubling, so that many small pieces cost no more than a few large ones. */
  #room: Buffer = Buffer.allocUnsafe(roomBytes);
  #from = 0;
  #to = 0;
  #failure: Failure | undefined;
  #wake: (() => void) | undefined;
  readonly #heard = (chunk: Buffer) => {
    if (this.#attempt.phases.firstByte === undefined) this.#attempt.lap('firstByte');
    if (this.#waiting.length + chunk.length > waitingMax) return this.#fail(new Failure('too_much'));
    this.#keep(chunk);
    this.#wake?.();
  };
  readonly #ended = () => this.#fail(new Failure(this.#attempt.phases.firstByte === undefined ? 'no_answer' : 'half'));
  readonly #broken = (error: unknown) => this.#fail(failureOf(error, 'talk'));

  constructor(socket: Socket, attempt: Attempt) {
    this.#socket = socket;
    this.#attempt = attempt;
    socket.on('data', this.#heard).on('end', this.#ended).on('close', this.#ended).on('error', this.#broken);
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** The next so many bytes. */
  async bytes(count: number): Promise<Buffer> {
    if (count > waitingMax) throw new Failure('too_much');
    while (this.#waiting.length < count) await this.#more();
    return this.#take(count);
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    for (let from = 0; ; ) {
      const end = this.#waiting.indexOf(10, from);
      if (end >= 0 && end <= lineMax)
        return this.#take(end + 1)
          .toString('utf8')
          .replace(/\r?\n$/, '');
      from = this.#waiting.length;
      if (from > lineMax) throw new Failure('too_much');
      await this.#more();
    }
  }

  /** All that comes until it has these words; throws Failure `phrase_missing` with what came instead when the other side ends before, or says too much. */
  async until(words: string): Promise<void> {
    const sought = Buffer.from(words);
    for (let from = 0; ; ) {
      if (this.#waiting.indexOf(sought, from) >= 0) return;
      from = Math.max(0, this.#waiting.length - sought.length);
      await this.#more().catch((error) => {
        throw this.#waiting.length === 0 ? error : new Failure('phrase_missing', { phrase: words }, { detail: this.#waiting.toString('utf8') });
      });
    }
  }

  /** The bare connection, for TLS to begin on it. Throws Failure when the other side has said more than it was asked for: it would be believed as said inside TLS. */
  release(): Socket {
    if (this.#failure) throw this.#failure;
    if (this.#waiting.length > 0) throw new Failure('too_much');
    this.#socket.off('data', this.#heard).off('end', this.#ended).off('close', this.#ended).off('error', this.#broken);
    this.#socket.pause();
    return this.#socket;
  }

  get #waiting(): Buffer {
    return this.#room.subarray(this.#from, this.#to);
  }

  #keep(chunk: Buffer): void {
    if (this.#to + chunk.length > this.#room.length) {
      const waiting = this.#waiting;
      // A new one, for what was taken lies in the old.
      this.#room = Buffer.allocUnsafe(Math.max(roomBytes, 2 * (waiting.length + chunk.length)));
      waiting.copy(this.#room);
      this.#from = 0;
      this.#to = waiting.length;
    }
    this.#to += chunk.copy(this.#room, this.#to);
  }

  #take(count: number): Buffer {
    const taken = this.#room.subarray(this.#from, this.#from + count);
    this.#from += count;
    return taken;
  }

  #more(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        this.#wake = undefined;
        if (this.#failure) reject(this.#failure);
        else resolve();
      };
    });
  }

  #fail(failure: Failure): void {
    this.#failure ??= failure;
    this.#socket.destroy();
    this.#wake?.();
  }
}
