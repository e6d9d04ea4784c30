/** The bytes of a pickle: arguments of instructions, and the instructions that push one plain value. */
import { names, PickleFault } from './pickle-opcodes.ts';

type Scalar = string | number | boolean | null;

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#view.getUint8(this.skip(1));
  }

  /** Passes over so many bytes and returns where they began. */
  skip(count: number): number {
    const start = this.offset;
    if (count > this.#bytes.length - start) {
      throw new PickleFault(`at byte ${start} the pickle ends before ${count} more bytes`);
    }
    this.offset += count;
    return start;
  }

  /** The number of a place in the memo. */
  index(opcode: number): number {
    const name = names[opcode] ?? '';
    if (name.startsWith('LONG_')) return this.#uint32();
    if (name.startsWith('BIN')) return this.byte();
    return this.#decimal(this.#line());
  }

  /** The value that the instruction pushes; undefined if it does something else. */
  scalar(opcode: number): Scalar | undefined {
    switch (names[opcode] ?? '') {
      case 'NONE':
        return null;
      case 'NEWTRUE':
        return true;
      case 'NEWFALSE':
        return false;
      case 'INT': {
        const line = this.#line();
        return line === '00' || line === '01' ? line === '01' : this.#decimal(line);
      }
      case 'BININT':
        return this.#view.getInt32(this.skip(4), true);
      case 'BININT1':
        return this.byte();
      case 'BININT2':
        return this.#view.getUint16(this.skip(2), true);
      case 'LONG':
        return this.#decimal(this.#line().replace(/L$/, ''));
      case 'LONG1':
        return this.#whole(this.byte());
      case 'LONG4':
        return this.#whole(this.#uint32());
      case 'FLOAT':
        return this.#finite(Number(this.#line()));
      case 'BINFLOAT':
        return this.#finite(this.#view.getFloat64(this.skip(8), false));
      case 'SHORT_BINSTRING':
      case 'SHORT_BINUNICODE':
        return this.#text(this.byte());
      case 'BINSTRING':
      case 'BINUNICODE':
        return this.#text(this.#uint32());
      case 'BINUNICODE8':
        return this.#text(Number(this.#view.getBigUint64(this.skip(8), true)));
      case 'STRING':
      case 'UNICODE':
        return this.#written(names[opcode] === 'STRING');
      default:
        return undefined;
    }
  }

  #uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.offset);
    if (end < 0) throw this.#fault('has a line without an end');
    return latin1.decode(this.#bytes.subarray(this.skip(end + 1 - this.offset), end));
  }

  #text(length: number): string {
    const start = this.skip(length);
    return this.#decoded(start, start + length);
  }

  #decoded(start: number, end: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(start, end));
    } catch {
      throw this.#fault('has a text that is not valid UTF-8');
    }
  }

  /** A text of protocol 0: Latin-1, in quotes or with `\uXXXX` for what that does not have. Other escapes are not read. */
  #written(quoted: boolean): string {
    const line = this.#line();
    const body = quoted ? /^(['"])(.*)\1$/.exec(line)?.[2] : line;
    if (body === undefined) throw this.#fault('has a text without quotes');
    if (/\\(?!u[\da-fA-F]{4}|U00[01][\da-fA-F]{5})/.test(body)) {
      throw this.#fault('has a text with an escape that is not read');
    }
    return body.replace(/\\(?:u(.{4})|U(.{8}))/g, (_, short?: string, long?: string) => {
      const code = parseInt(short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    });
  }

  #decimal(text: string): number {
    const value = Number(text);
    if (!/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(value)) {
      throw this.#fault('has a whole number beyond 2^53, or none');
    }
    return value;
  }

  /** A whole number of so many bytes, in two's complement. */
  #whole(length: number): number {
    const start = this.skip(length);
    if (length > 8) throw this.#fault('has a whole number beyond 2^53');
    let value = 0n;
    for (let index = 0; index < length; index += 1) {
      value |= BigInt(this.#bytes[start + index] ?? 0) << BigInt(8 * index);
    }
    const signed = Number(BigInt.asIntN(8 * length, value));
    if (!Number.isSafeInteger(signed)) throw this.#fault('has a whole number beyond 2^53');
    return signed;
  }

  #finite(value: number): number {
    if (!Number.isFinite(value)) throw this.#fault('has a number that JSON does not have');
    return value;
  }

  #fault(what: string): PickleFault {
    return new PickleFault(`at byte ${this.offset} the pickle ${what}`);
  }
}
