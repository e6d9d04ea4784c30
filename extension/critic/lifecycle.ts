/**
 * The critic server's process as a state machine: started when it is first needed, ended when it is not, restarted with
 * back-off when it dies, and given up when it dies again and again. Pure: the clock and the process are elsewhere.
 */

export type Phase = 'off' | 'starting' | 'running' | 'stopping' | 'waiting' | 'broken';

export interface Lifecycle {
  readonly phase: Phase;
  /** When it died lately, in milliseconds. */
  readonly deaths: readonly number[];
  /** Somebody needs it as soon as it can be had. */
  readonly needed: boolean;
}

export type LifecycleEvent =
  /** A document that can be judged is looked at or edited, and a critic is active. */
  | 'needed'
  /** Nobody has needed it for long, or there is no critic any more. */
  | 'released'
  | 'started'
  /** It died, or did not start. */
  | 'died'
  /** It ended as it was told to, or by itself for want of work. */
  | 'ended'
  /** The back-off is over. */
  | 'waited'
  /** The user asks for another try. */
  | 'retry';

export interface LifecycleStep {
  readonly next: Lifecycle;
  readonly effect:
    { readonly kind: 'none' | 'start' | 'stop' } | { readonly kind: 'wait'; readonly milliseconds: number };
}

export const offLifecycle: Lifecycle = { phase: 'off', deaths: [], needed: false };

const mostDeaths = 5;
const lately = 5 * 60_000;

export function advance(now: Lifecycle, event: LifecycleEvent, time: number): LifecycleStep {
  switch (event) {
    case 'needed':
      return now.phase === 'off' ? start(now) : stay({ ...now, needed: true });
    case 'released':
      return release(now);
    case 'started':
      if (now.phase !== 'starting') return stay(now);
      return now.needed ? stay({ ...now, phase: 'running' }) : stop(now);
    case 'ended':
      return now.phase === 'stopping' && now.needed
        ? start(now)
        : stay({ ...now, phase: 'off', needed: false });
    case 'died':
      return die(now, time);
    case 'waited':
      return now.phase !== 'waiting' ? stay(now) : now.needed ? start(now) : stay({ ...now, phase: 'off' });
    case 'retry':
      return retry({ ...now, deaths: [], needed: true });
  }
}

const stay = (next: Lifecycle): LifecycleStep => ({ next, effect: { kind: 'none' } });

const start = (now: Lifecycle): LifecycleStep => ({
  next: { ...now, phase: 'starting', needed: true },
  effect: { kind: 'start' },
});

const stop = (now: Lifecycle): LifecycleStep => ({
  next: { ...now, phase: 'stopping', needed: false },
  effect: { kind: 'stop' },
});

function release(now: Lifecycle): LifecycleStep {
  if (now.phase === 'running') return stop(now);
  // What is starting is stopped once it has; what waits or is given up needs no stopping.
  const phase = now.phase === 'waiting' || now.phase === 'broken' ? 'off' : now.phase;
  return stay({ ...now, phase, needed: false });
}

/** 1, 2, 4, 8 seconds; the fifth death in five minutes is the last. */
function die(now: Lifecycle, time: number): LifecycleStep {
  if (now.phase === 'stopping') return advance(now, 'ended', time);
  if (now.phase !== 'starting' && now.phase !== 'running') return stay(now);
  const deaths = [...now.deaths.filter((death) => time - death < lately), time];
  if (deaths.length >= mostDeaths) return stay({ ...now, phase: 'broken', deaths });
  const milliseconds = 1000 * 2 ** (deaths.length - 1);
  return { next: { ...now, phase: 'waiting', deaths }, effect: { kind: 'wait', milliseconds } };
}

/** A running one ends first, and then starts because it is needed. */
function retry(now: Lifecycle): LifecycleStep {
  if (now.phase === 'running') return { next: { ...now, phase: 'stopping' }, effect: { kind: 'stop' } };
  if (now.phase === 'starting' || now.phase === 'stopping') return stay(now);
  return start(now);
}
