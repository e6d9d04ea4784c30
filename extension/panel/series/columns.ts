/** A run's numbers as columns of typed arrays: 100,000 steps of fifty metrics are 20 MB, and no object a step. */

/** A growing column. What has no value is NaN. */
export class Column {
  #values: Float64Array | Float32Array;
  #length = 0;
  readonly #type: typeof Float64Array | typeof Float32Array;

  private constructor(type: typeof Float64Array | typeof Float32Array) {
    this.#type = type;
    this.#values = new type(64);
  }

  /** For places on an axis, which must be told apart. */
  static exact(): Column {
    return new Column(Float64Array);
  }

  /** For values that are drawn: seven digits. */
  static drawn(): Column {
    return new Column(Float32Array);
  }

  get length(): number {
    return this.#length;
  }

  get values(): Float64Array | Float32Array {
    return this.#values.subarray(0, this.#length);
  }

  at(row: number): number {
    return row < this.#length ? (this.#values[row] ?? NaN) : NaN;
  }

  /** Puts a value at this row; rows before it that have none are NaN. */
  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const grown = new this.#type(Math.max(2 * this.#values.length, row + 1));
      grown.set(this.values);
      this.#values = grown;
    }
    if (row > this.#length) this.#values.fill(NaN, this.#length, row);
    this.#values[row] = value;
    this.#length = Math.max(this.#length, row + 1);
  }
}

/** A place on each axis. */
export interface Place {
  readonly step: number;
  readonly tokens: number;
  readonly seconds: number;
}

/** Rows in order, with their places and their metrics by name. */
export class Columns {
  readonly step = Column.exact();
  readonly tokens = Column.exact();
  readonly seconds = Column.exact();
  readonly #metrics = new Map<string, Column>();

  get length(): number {
    return this.step.length;
  }

  get names(): string[] {
    return [...this.#metrics.keys()].sort();
  }

  metric(name: string): Column | undefined {
    return this.#metrics.get(name);
  }

  append(place: Place, metrics: Readonly<Record<string, number>>): void {
    const row = this.length;
    this.step.set(row, place.step);
    this.tokens.set(row, place.tokens);
    this.seconds.set(row, place.seconds);
    for (const [name, value] of Object.entries(metrics)) this.#columnOf(name).set(row, value);
  }

  /** The last value that the metric has. */
  latest(name: string): number | undefined {
    const column = this.metric(name);
    if (column === undefined) return undefined;
    let row = column.length - 1;
    while (row >= 0 && Number.isNaN(column.at(row))) row -= 1;
    return row < 0 ? undefined : column.at(row);
  }

  /** The step's place, by the last row up to it; without one it lies at the origin. */
  placeOf(step: number): Place {
    const row = firstAbove(this.step.values, step) - 1;
    if (row < 0) return { step, tokens: 0, seconds: 0 };
    return { step, tokens: this.tokens.at(row), seconds: this.seconds.at(row) };
  }

  /** Takes the places of its rows from the rows of the same steps. */
  placeBy(steps: Columns): void {
    for (let row = 0; row < this.length; row += 1) {
      const { tokens, seconds } = steps.placeOf(this.step.at(row));
      this.tokens.set(row, tokens);
      this.seconds.set(row, seconds);
    }
  }

  #columnOf(name: string): Column {
    const known = this.#metrics.get(name);
    if (known !== undefined) return known;
    const column = Column.drawn();
    this.#metrics.set(name, column);
    return column;
  }
}

/** The first index whose value is above; the values rise. */
export function firstAbove(values: Float64Array | Float32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? NaN) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
