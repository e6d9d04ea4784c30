/** The platforms that a VSIX is made for, and what differs between them. */

export interface Target {
  /** As the Marketplace and `vsce --target` call it. */
  readonly name: string;
  /** As Node calls them, and so the folders of ONNX Runtime. */
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** Beside the binding, what the CPU provider loads: what else lies there serves WebGPU and DirectML, or is a copy. */
  readonly runtime: string;
  /** The package of npm that holds Deno's binary. */
  readonly deno: string;
}

/**
 * ONNX Runtime has no binary for Intel Macs and none for musl. On Windows DirectML.dll is loaded when a DirectML session
 * is made, dxcompiler.dll and dxil.dll when a WebGPU session is; they are left out, and docs/decisions/providers.md says
 * so. On macOS the binding names libonnxruntime.1.dylib, and the file with the whole version is the same one again.
 */
export const targets: readonly Target[] = [
  {
    name: 'linux-x64',
    platform: 'linux',
    arch: 'x64',
    runtime: 'libonnxruntime.so.1',
    deno: '@deno/linux-x64-glibc',
  },
  {
    name: 'linux-arm64',
    platform: 'linux',
    arch: 'arm64',
    runtime: 'libonnxruntime.so.1',
    deno: '@deno/linux-arm64-glibc',
  },
  { name: 'win32-x64', platform: 'win32', arch: 'x64', runtime: 'onnxruntime.dll', deno: '@deno/win32-x64' },
  {
    name: 'win32-arm64',
    platform: 'win32',
    arch: 'arm64',
    runtime: 'onnxruntime.dll',
    deno: '@deno/win32-arm64',
  },
  {
    name: 'darwin-arm64',
    platform: 'darwin',
    arch: 'arm64',
    runtime: 'libonnxruntime.1.dylib',
    deno: '@deno/darwin-arm64',
  },
];

/** The target of this machine; undefined where none fits. */
export const ownTarget = (): Target | undefined =>
  targets.find(({ platform, arch }) => platform === process.platform && arch === process.arch);
