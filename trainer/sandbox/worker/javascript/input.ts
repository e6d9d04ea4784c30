/** Standard input that was given as a whole, in the forms in which programs read it. */

type Listener = (...values: unknown[]) => void;

interface Emitter {
  on(event: string, listener: Listener): void;
  /** Whether anyone listened. */
  emit(event: string, ...values: unknown[]): boolean;
}

function makeEmitter(): Emitter {
  const listeners = new Map<string, Listener[]>();
  return {
    on: (event, listener) => void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    emit: (event, ...values) => {
      const called = listeners.get(event) ?? [];
      for (const listener of called) listener(...values);
      return called.length > 0;
    },
  };
}

type Stream = Record<string | symbol, unknown>;

export interface Input {
  readonly text: string;
  /** As much of `process.stdin` as reads. */
  readonly stream: Stream;
  /** Hands the input to those who listen, once. */
  deliver(): void;
}

export function makeInput(text: string): Input {
  const emitter = makeEmitter();
  let unread = text;
  let listening = false;
  const take = (): string | null => {
    const taken = unread;
    unread = '';
    return taken === '' ? null : taken;
  };
  const on = (event: string, listener: Listener): Stream => {
    listening ||= ['data', 'readable', 'end'].includes(event);
    emitter.on(event, listener);
    return stream;
  };
  const same = (): Stream => stream;
  const stream: Stream = {
    fd: 0,
    isTTY: false,
    on,
    once: on,
    addListener: on,
    read: take,
    setEncoding: same,
    resume: same,
    pause: same,
    ref: same,
    unref: same,
    off: same,
    removeListener: same,
    async *[Symbol.asyncIterator]() {
      const chunk = take();
      if (chunk !== null) yield await Promise.resolve(chunk);
    },
  };
  const deliver = (): void => {
    if (!listening) return;
    listening = false;
    emitter.emit('readable');
    const chunk = take();
    if (chunk !== null) emitter.emit('data', chunk);
    emitter.emit('end');
    emitter.emit('close');
  };
  return { text, stream, deliver };
}

/** As much of `readline` as reads lines: events, questions and asynchronous iteration. */
export function makeReadline(input: Input): object {
  return { createInterface: () => makeLines(input.text) };
}

function makeLines(text: string): Stream {
  const emitter = makeEmitter();
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  let closed = false;
  const close = (): void => {
    if (!closed) emitter.emit('close');
    closed = true;
  };
  const deliver = (): void => {
    while (!closed && lines.length > 0 && emitter.emit('line', lines[0])) lines.shift();
    if (lines.length === 0) close();
  };
  const on = (event: string, listener: Listener): Stream => {
    emitter.on(event, listener);
    if (event === 'line' || event === 'close') queueMicrotask(deliver);
    return reader;
  };
  const same = (): Stream => reader;
  const reader: Stream = {
    on,
    once: on,
    close,
    setPrompt: same,
    prompt: same,
    pause: same,
    resume: same,
    question: (_: string, answer: Listener) => queueMicrotask(() => answer(lines.shift() ?? '')),
    async *[Symbol.asyncIterator]() {
      while (lines.length > 0) yield await Promise.resolve(lines.shift());
    },
  };
  return reader;
}
