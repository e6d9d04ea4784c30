/**
 * Reads pickles of Python that hold plain data: text, numbers, booleans, None, lists, dicts and tuples, in protocols
 * 0 to 5. A pickle is a program for a small machine; every instruction by which it could name, call or build anything
 * else is refused by its name and its place, before anything after it is read.
 *
 * A container is never taken from the memo, so that a value is a tree: it holds neither itself nor, many times over,
 * what would be written out to more than was read.
 */
import type { Json } from '../../protocol/data.ts';
import { PickleReader } from './pickle-reader.ts';
import { names, PickleFault } from './pickle-opcodes.ts';

const deepest = 64;
const mostValues = 2_000_000;
const mostCharacters = 2 ** 28;

/** A value on the stack with how deeply it is nested; `null` marks where the items of a container begin. */
type Entry = { readonly value: Json; depth: number } | null;

export function readPickle(bytes: Uint8Array): Json {
  return new Machine(bytes).run();
}

class Machine {
  readonly #reader: PickleReader;
  readonly #stack: Entry[] = [];
  readonly #memo = new Map<number, Entry>();
  #values = 0;
  #characters = 0;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new PickleReader(bytes);
  }

  run(): Json {
    for (;;) {
      this.#at = this.#reader.offset;
      const opcode = this.#reader.byte();
      if (opcode === 0x2e) return this.#result();
      const scalar = this.#reader.scalar(opcode);
      if (scalar === undefined) this.#execute(opcode);
      else this.#push(scalar, 0);
    }
  }

  #result(): Json {
    const [entry] = this.#stack;
    if (this.#stack.length !== 1 || entry === undefined || entry === null)
      throw this.#fault('ends without one value');
    return entry.value;
  }

  #execute(opcode: number): void {
    switch (names[opcode] ?? '') {
      case 'PROTO':
        if (this.#reader.byte() > 5) throw this.#fault('is of a protocol above 5');
        return;
      case 'FRAME':
        this.#reader.skip(8);
        return;
      case 'MARK':
        this.#count();
        this.#stack.push(null);
        return;
      case 'EMPTY_LIST':
      case 'EMPTY_TUPLE':
        return this.#push([], 1);
      case 'EMPTY_DICT':
        return this.#push({}, 1);
      case 'LIST':
      case 'TUPLE':
        return this.#collect(this.#toMark());
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3':
        return this.#collect(this.#taken(opcode - 0x84));
      case 'DICT': {
        const items = this.#toMark();
        this.#push({}, 1);
        return this.#fill(items);
      }
      case 'APPEND':
        return this.#extend(this.#taken(1));
      case 'APPENDS':
        return this.#extend(this.#toMark());
      case 'SETITEM':
        return this.#fill(this.#taken(2));
      case 'SETITEMS':
        return this.#fill(this.#toMark());
      case 'PUT':
      case 'BINPUT':
      case 'LONG_BINPUT':
        return this.#remember(this.#reader.index(opcode));
      case 'MEMOIZE':
        return this.#remember(this.#memo.size);
      case 'GET':
      case 'BINGET':
      case 'LONG_BINGET':
        return this.#recall(this.#reader.index(opcode));
      default:
        throw this.#fault(
          `has the instruction ${names[opcode] ?? `0x${opcode.toString(16)}`}, which plain data has no use for`,
        );
    }
  }

  #push(value: Json, depth: number): void {
    this.#count();
    if (typeof value === 'string') this.#characters += value.length;
    if (this.#characters > mostCharacters) throw this.#fault(`holds more than ${mostCharacters} characters`);
    this.#stack.push({ value, depth });
  }

  /** Every value, mark and place in the memo takes memory of its own. */
  #count(): void {
    this.#values += 1;
    if (this.#values > mostValues) throw this.#fault(`holds more than ${mostValues} values`);
  }

  #remember(index: number): void {
    this.#count();
    this.#memo.set(index, this.#top());
  }

  #recall(index: number): void {
    const entry = this.#memo.get(index);
    if (entry === undefined || entry === null)
      throw this.#fault(`takes ${index} from the memo, where nothing is`);
    if (typeof entry.value === 'object' && entry.value !== null)
      throw this.#fault('takes a container from the memo');
    this.#push(entry.value, 0);
  }

  #top(): NonNullable<Entry> {
    const entry = this.#stack.at(-1);
    if (entry === undefined || entry === null) throw this.#fault('needs a value where none is');
    return entry;
  }

  #taken(count: number): NonNullable<Entry>[] {
    const entries = this.#stack.splice(Math.max(0, this.#stack.length - count));
    if (entries.length < count) throw this.#fault('needs a value where none is');
    return entries.map((entry) => {
      if (entry === null) throw this.#fault('needs a value where a mark is');
      return entry;
    });
  }

  #toMark(): NonNullable<Entry>[] {
    const mark = this.#stack.lastIndexOf(null);
    if (mark < 0) throw this.#fault('has no mark');
    const entries = this.#stack.splice(mark).slice(1);
    return entries.filter((entry) => entry !== null);
  }

  #collect(items: readonly NonNullable<Entry>[]): void {
    this.#push([], 1);
    this.#extend(items);
  }

  #extend(items: readonly NonNullable<Entry>[]): void {
    const list = this.#top();
    if (!Array.isArray(list.value)) throw this.#fault('appends to what is no list');
    for (const { value } of items) list.value.push(value);
    this.#deepen(list, items);
  }

  #fill(items: readonly NonNullable<Entry>[]): void {
    const dict = this.#top();
    const { value } = dict;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#fault('sets an item of what is no dict');
    if (items.length % 2 !== 0) throw this.#fault('has a key without a value');
    for (let index = 0; index < items.length; index += 2) {
      const key = items[index]?.value;
      if (typeof key !== 'string' || key === '__proto__') throw this.#fault('has a key that is no text');
      value[key] = items[index + 1]?.value ?? null;
    }
    this.#deepen(dict, items);
  }

  #deepen(container: NonNullable<Entry>, items: readonly NonNullable<Entry>[]): void {
    for (const { depth } of items) container.depth = Math.max(container.depth, depth + 1);
    if (container.depth > deepest) throw this.#fault(`is nested deeper than ${deepest} levels`);
  }

  #fault(what: string): PickleFault {
    return new PickleFault(`at byte ${this.#at} the pickle ${what}`);
  }
}
