/**
 * The doors of a Python interpreter: every function that its WebAssembly module imports.
 *
 * Once sealed, an interpreter can read the clock, read the standard library's archive, read the input it was given and
 * print. Everything else either fails with an error of the operating system, as it would in a locked room, or ends the
 * program. Whatever happens inside the interpreter, corrupted memory included, only these functions lead out of it.
 */
import type { WasmImport } from '../platform.ts';
import { fileDoors } from './descriptors.ts';
import { readOnly, Stop, type Door, type Glue, type Guest } from './guest.ts';

const notPermitted = 63;
const notTerminal = 59;
const unsupported = 52;

/** Functions of Emscripten's glue that touch nothing outside of the interpreter's own memory and read-only files. */
const open = new Set(
  [
    'clock_res_get environ_sizes_get environ_get fd_seek fd_pread',
    'emscripten_get_heap_max _emscripten_get_progname emscripten_runtime_keepalive_push',
    'emscripten_runtime_keepalive_pop _emscripten_runtime_keepalive_clear',
    '_tzset_js _gmtime_js _localtime_js _mktime_js _timegm_js __syscall_getuid32_js __syscall_umask_js',
    '__syscall_fstat64 __syscall_stat64 __syscall_lstat64 __syscall_newfstatat __syscall_getcwd',
    '__syscall_getdents64 __syscall_readlinkat __syscall_faccessat',
    '_PyEM_TrampolineCall_JS __call_sighandler _Py_emscripten_runtime',
  ].flatMap((line) => line.split(' ')),
);

/** System calls that fail, with the error that they fail with. */
const refused = new Map<string, number>([
  ...names(
    readOnly,
    '__syscall_mkdirat __syscall_unlinkat __syscall_rmdir __syscall_renameat __syscall_symlinkat',
  ),
  ...names(
    readOnly,
    '__syscall_chmod __syscall_fchmod __syscall_fchmodat2 __syscall_fchownat __syscall_fchown32',
  ),
  ...names(readOnly, '__syscall_truncate64 __syscall_ftruncate64 __syscall_utimensat __syscall_mknodat'),
  ...names(readOnly, '__syscall_fallocate __syscall_fdatasync'),
  ...names(notPermitted, '__syscall_chdir __syscall_fchdir __syscall_dup __syscall_dup3 __syscall_pipe'),
  ...names(
    notPermitted,
    '__syscall_socket __syscall_connect __syscall_bind __syscall_listen __syscall_accept4',
  ),
  ...names(notPermitted, '__syscall_getsockname __syscall_getpeername __syscall_getsockopt __syscall_sendto'),
  ...names(notPermitted, '__syscall_sendmsg __syscall_recvfrom __syscall_recvmsg'),
  ...names(notTerminal, '__syscall_ioctl'),
  ...names(unsupported, '__syscall_fcntl64 __syscall_poll _setitimer_js _emscripten_system'),
  ...names(
    unsupported,
    '__syscall_statfs64 __syscall_fstatfs64 __syscall_fadvise64 _mmap_js _munmap_js _msync_js',
  ),
]);

/** Where Pyodide would let JavaScript wait; without it, the system call of the same purpose follows. */
const skipped = new Set(
  '_maybe_poll_async _maybe_connect_async _maybe_recvfrom_async _maybe_sendto_async _try_fcntl64 _try_shutdown'.split(
    ' ',
  ),
);

/** The same, where the error is returned as a positive number. */
const refusedByWasi = new Map<string, number>([
  ...names(readOnly, 'fd_pwrite fd_sync'),
  ...names(unsupported, 'getaddrinfo getnameinfo'),
]);

function names(error: number, list: string): [string, number][] {
  return list.split(' ').map((name) => [name, error]);
}

/** The import object's functions for one interpreter. `glue` is Emscripten's, in use until the guest is sealed. */
export function makeDoors(needed: readonly WasmImport[], glue: Glue, guest: Guest): Record<string, Door> {
  const own = ownDoors(glue, guest);
  const doors: Record<string, Door> = {};
  for (const { name, kind } of needed) {
    if (kind !== 'function') continue;
    const inner = glue[name];
    doors[name] = own[name] ?? (open.has(name) && inner ? inner : closed(name, inner, guest));
  }
  return doors;
}

function closed(name: string, inner: Door | undefined, guest: Guest): Door {
  const error = refused.get(name);
  const positive = refusedByWasi.get(name);
  return (...values) => {
    if (!guest.sealed && inner) return inner(...values);
    if (error !== undefined) return -error;
    if (positive !== undefined) return positive;
    if (skipped.has(name)) return null;
    if (name.startsWith('ffi_')) throw new Stop('unsupported', 'the sandbox has no native code to call');
    throw new Stop('crashed', `the program reached for '${name}', which leads out of the sandbox`);
  };
}

function ownDoors(glue: Glue, guest: Guest): Record<string, Door> {
  const checkTime = (): void => {
    if (performance.now() > guest.deadline) throw new Stop('timeout', 'the time limit was reached');
  };
  const end = (code: number): never => {
    throw new Stop('exited', `the program ended its process with code ${code}`, code);
  };
  const timed = (name: string): Door => {
    const inner = glue[name];
    return (...values) => {
      checkTime();
      return inner?.(...values);
    };
  };
  return {
    ...fileDoors(glue, guest),
    _Py_CheckEmscriptenSignals_Helper: () => {
      checkTime();
      return 0;
    },
    emscripten_get_now: timed('emscripten_get_now'),
    emscripten_date_now: timed('emscripten_date_now'),
    clock_time_get: timed('clock_time_get'),
    emscripten_resize_heap: (size: number) => {
      guest.memoryRefused ||= guest.sealed && size >>> 0 > guest.memoryLimit;
      if (guest.sealed && size >>> 0 > guest.memoryLimit) return 0;
      return glue['emscripten_resize_heap']?.(size as never) ?? 0;
    },
    random_get: (pointer: number, size: number) => {
      const bytes = new Uint8Array(guest.memory(), pointer >>> 0, size >>> 0);
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = nextRandom(guest) >>> 24;
      return 0;
    },
    proc_exit: end,
    exit: end,
    _abort_js: () => {
      throw new Stop('crashed', 'the program aborted its process');
    },
  };
}

/** Mulberry32: the same bytes for every program, so that a run can be repeated. */
function nextRandom(guest: Guest): number {
  guest.random = (guest.random + 0x6d2b79f5) | 0;
  let mixed = Math.imul(guest.random ^ (guest.random >>> 15), guest.random | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
