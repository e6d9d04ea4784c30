/** EvalPlus's tests use NumPy for one comparison, and the sandbox has none: a stand-in takes its place. */

const importLine = /^import numpy as np$/m;

/** `allclose` on numbers and nested sequences, as NumPy defines it: |a - b| ≤ atol + rtol · |b|. */
const standIn = `import math

class np:
    ndarray = ()
    float64 = float32 = None

    @staticmethod
    def allclose(a, b, rtol=1e-05, atol=1e-08):
        if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
            return len(a) == len(b) and all(np.allclose(x, y, rtol, atol) for x, y in zip(a, b))
        if isinstance(a, (list, tuple)):
            return all(np.allclose(x, b, rtol, atol) for x in a)
        if isinstance(b, (list, tuple)):
            return all(np.allclose(a, y, rtol, atol) for y in b)
        if isinstance(a, complex) or isinstance(b, complex):
            return abs(a - b) <= atol + rtol * abs(b)
        if not math.isfinite(a) or not math.isfinite(b):
            return a == b
        return abs(a - b) <= atol + rtol * abs(b)`;

export const numpyRepair =
  "NumPy's allclose in the tests replaced by a stand-in, since the sandbox has no NumPy";

/** The tests with the stand-in, if that is all of NumPy they use. */
export function withoutNumpy(test: string): string {
  const uses = new Set([...test.matchAll(/\bnp\.(\w+)/g)].map(([, name]) => name));
  const known = ['ndarray', 'float64', 'float32', 'allclose'];
  if (![...uses].every((name) => known.includes(name ?? ''))) return test;
  return test.replace(importLine, () => standIn);
}
