/** Matrix products, and the projections made of them. */
import { shapeMismatch } from '../../errors/graph.ts';
import { single, type Dimension, type Value } from '../graph.ts';
import { isQuantised, type Matrix } from '../matrix.ts';
import { sameShape, sizeOf, staticShape } from '../shapes.ts';
import { add, multiply } from './elementwise.ts';
import { matmulNBits } from './quantised.ts';
import { sumTo } from './reduce.ts';
import { reshape } from './shape.ts';

export interface MatmulOptions {
  /** Take `a` as [.., K, M] instead of [.., M, K]. Nothing is copied: the kernel reads it in that order. */
  readonly transposeA?: boolean;
  /** Take `b` as [.., N, K] instead of [.., K, N]. */
  readonly transposeB?: boolean;
  /** Factor of the product. */
  readonly scale?: number;
}

/**
 * scale · a · b for a [batch.., M, K] and b [batch.., K, N], giving [batch.., M, N].
 * The leading axes must be equal, or `b` a single matrix with `a` untransposed, as for a weight.
 */
export function matmul(a: Value, b: Value, options: MatmulOptions = {}): Value {
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  const shape = productShape(a, b, transposeA, transposeB);
  const isPlain = !transposeA && !transposeB && scale === 1;
  return single(
    a.graph.apply({
      type: isPlain ? 'MatMul' : 'FusedMatMul',
      domain: isPlain ? '' : 'com.microsoft',
      inputs: [a, b],
      attributes: isPlain
        ? {}
        : { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0, alpha: { float: scale } },
      outputs: [{ type: a.type, shape }],
      gradient: ([gradient]) => {
        if (gradient === undefined) return [];
        // With Y = s·op(A)·op(B): dop(A) = s·dY·op(B)ᵀ and dop(B) = s·op(A)ᵀ·dY; a transposed operand swaps the factors.
        const ofA = transposeA
          ? matmul(b, gradient, { transposeA: transposeB, transposeB: true, scale })
          : matmul(gradient, b, { transposeB: !transposeB, scale });
        const ofB = transposeB
          ? matmul(gradient, a, { transposeA: true, transposeB: transposeA, scale })
          : matmul(a, gradient, { transposeA: !transposeA, scale });
        return [ofA, sumTo(ofB, b.shape)];
      },
    }),
  );
}

function productShape(a: Value, b: Value, transposeA: boolean, transposeB: boolean): readonly Dimension[] {
  const refuse = (rule: string) => shapeMismatch('matmul', [a.shape, b.shape], rule);
  if (a.shape.length < 2 || b.shape.length < 2) throw refuse('both need at least two axes');
  const [m, k] = lastTwo(a.shape, transposeA);
  const [k2, n] = lastTwo(b.shape, transposeB);
  if (k !== k2) throw refuse(`the inner sizes ${k} and ${k2} differ`);
  const batch = a.shape.slice(0, -2);
  const isWeight = b.shape.length === 2 && !transposeA && batch.length > 0;
  if (!isWeight && !sameShape(batch, b.shape.slice(0, -2))) throw refuse('the leading axes differ');
  return [...batch, m, n];
}

function lastTwo(shape: readonly Dimension[], isTransposed: boolean): readonly [Dimension, Dimension] {
  const [row, column] = shape.slice(-2) as [Dimension, Dimension];
  return isTransposed ? [column, row] : [row, column];
}

export interface LinearOptions {
  /** [out], added to the product. */
  readonly bias?: Value | undefined;
  /** Factor of the product. */
  readonly scale?: number;
}

/**
 * scale · x · weightᵀ + bias for x [.., in] and weight [out, in]. Static shapes are flattened, so that the gradients
 * are one product and one sum.
 */
export function linear(x: Value, weight: Matrix, { bias, scale = 1 }: LinearOptions = {}): Value {
  const projected = (rows: Value): Value => {
    const product = isQuantised(weight)
      ? multiply(matmulNBits(rows, weight), scale)
      : matmul(rows, weight, { transposeB: true, scale });
    return bias === undefined ? product : add(product, bias);
  };
  const isStatic = x.shape.every((dimension) => typeof dimension === 'number');
  if (!isStatic || x.shape.length === 2) return projected(x);
  const leading = staticShape('linear', x.shape).slice(0, -1);
  const flat = reshape(x, [sizeOf(leading), x.shape.at(-1) ?? 0]);
  return reshape(projected(flat), [...leading, weight.shape[0] ?? 0]);
}
