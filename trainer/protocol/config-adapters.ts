/** The section of the run configuration that says whether adapters are trained, and which. */
import { z } from 'zod';

/** The matrices of a layer that can be adapted, by the last part of their names. */
export const projections = [
  'q_proj',
  'k_proj',
  'v_proj',
  'o_proj',
  'gate_proj',
  'up_proj',
  'down_proj',
] as const;

/** How the frozen base under adapters keeps the matrices of its layers. */
export const basePrecisionSchema = z.enum(['fp32', 'int4']);
export type BasePrecision = z.infer<typeof basePrecisionSchema>;

/** A base model with more parameters is trained through adapters unless the configuration says otherwise. */
export const mostTrainedWhole = 100_000_000;

export const adaptersSchema = z.strictObject({
  rank: z.int().min(1).default(16).describe('Width of the adapters: how much they can learn.'),
  alpha: z
    .number()
    .positive()
    .default(32)
    .describe('What adapters add is multiplied by alpha / rank; twice the rank is usual.'),
  targets: z
    .array(z.enum(projections))
    .min(1)
    .default([...projections])
    .describe('The projections that are adapted, in every layer.'),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('Share of the inputs of adapters that training leaves out at random.'),
  rankStabilised: z
    .boolean()
    .default(false)
    .describe('Multiply by alpha / √rank instead (rsLoRA), for high ranks.'),
  basePrecision: basePrecisionSchema
    .default('fp32')
    .describe(
      "How the matrices of the base's layers are kept: fp32 as they are, or int4, rounded to 4 bits with a scale for " +
        'every 32 (QLoRA): less memory and faster sampling, and the adapters are trained on the rounded base. ' +
        'Needs ONNX Runtime on the processor.',
    ),
  from: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Folder with adapters in PEFT's layout that are trained further; rank, alpha, targets and rankStabilised are " +
        'then theirs. Relative to the configuration file.',
    ),
});
