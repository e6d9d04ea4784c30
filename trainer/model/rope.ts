/** What config.json says of rotary positions: the base of the frequencies, and how they were stretched. */
import { z } from 'zod';

/** Slow frequencies stretched for contexts longer than the first training's, as Llama 3.1 has them. */
export interface RopeScaling {
  /** Frequencies that turn less than `lowTurns` times are divided by it. */
  readonly factor: number;
  readonly lowTurns: number;
  /** Frequencies that turn more often than this are left alone; in between, the two are mixed. */
  readonly highTurns: number;
  /** The context in which turns are counted. */
  readonly originalPositions: number;
}

export interface Rope {
  readonly theta: number;
  /** Null leaves the frequencies as they are. */
  readonly scaling: RopeScaling | null;
}

const positive = z.number().positive();

/** `rope_parameters` as transformers 5 writes it, and `rope_scaling` of earlier versions. */
const parametersSchema = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: positive.optional(),
  factor: positive.optional(),
  low_freq_factor: positive.optional(),
  high_freq_factor: positive.optional(),
  original_max_position_embeddings: z.int().positive().optional(),
  partial_rotary_factor: z.number().nullish(),
});
type RopeParameters = z.infer<typeof parametersSchema>;

/** The fields of config.json that this file reads. */
export const ropeFields = {
  rope_theta: positive.optional(),
  rope_parameters: parametersSchema.nullish(),
  rope_scaling: parametersSchema.nullish(),
  partial_rotary_factor: z.number().nullish(),
  max_position_embeddings: z.int().positive(),
};
type RopeFields = z.infer<z.ZodObject<typeof ropeFields>>;

const defaultTheta = 10_000;
const supportedTypes = ['default', 'llama3'];

/**
 * Where two fields say different things, the one counts that transformers goes by. Adds to `problems` what is not
 * supported.
 */
export function readRope(fields: RopeFields, problems: string[]): Rope {
  const older = fields.rope_scaling ?? {};
  const parameters: RopeParameters = Object.keys(older).length > 0 ? older : (fields.rope_parameters ?? {});
  const type = parameters.rope_type ?? parameters.type ?? 'default';
  if (!supportedTypes.includes(type)) {
    const known = supportedTypes.map((name) => `"${name}"`).join(' and ');
    problems.push(`rotary positions of the type "${type}" are not supported, only ${known} are`);
  }
  if (Object.values(parameters).some((value) => typeof value === 'object' && value !== null)) {
    problems.push('rotary positions that differ between layers or frequencies are not supported');
  }
  const share = parameters.partial_rotary_factor ?? fields.partial_rotary_factor ?? 1;
  if (share !== 1) problems.push(`partial_rotary_factor ${share} is not supported, only 1 is`);
  return {
    theta: parameters.rope_theta ?? fields.rope_theta ?? defaultTheta,
    scaling: type === 'llama3' ? readScaling(parameters, fields.max_position_embeddings, problems) : null,
  };
}

function readScaling(parameters: RopeParameters, maxPositions: number, problems: string[]): RopeScaling {
  const needed = (name: 'factor' | 'low_freq_factor' | 'high_freq_factor') => {
    const value = parameters[name];
    if (value === undefined) problems.push(`rotary positions of the type "llama3" need ${name}`);
    return value ?? 1;
  };
  const scaling = {
    factor: needed('factor'),
    lowTurns: needed('low_freq_factor'),
    highTurns: needed('high_freq_factor'),
    originalPositions: parameters.original_max_position_embeddings ?? maxPositions,
  };
  if (parameters.high_freq_factor !== undefined && scaling.highTurns <= scaling.lowTurns) {
    problems.push(
      `high_freq_factor ${scaling.highTurns} must be more than low_freq_factor ${scaling.lowTurns}`,
    );
  }
  return scaling;
}

/** The fields of config.json, both for transformers 5 and for programs that read the earlier ones. */
export function formatRope({ theta, scaling }: Rope): Record<string, unknown> {
  const parameters =
    scaling === null
      ? { rope_type: 'default' }
      : {
          rope_type: 'llama3',
          factor: scaling.factor,
          low_freq_factor: scaling.lowTurns,
          high_freq_factor: scaling.highTurns,
          original_max_position_embeddings: scaling.originalPositions,
        };
  return {
    rope_theta: theta,
    rope_parameters: { ...parameters, rope_theta: theta },
    rope_scaling: scaling === null ? null : parameters,
  };
}

/** Radians a position by which the pair `index` of `headSize / 2` turns: theta^(−2 · index / headSize), then stretched. */
export function rotarySpeed({ theta, scaling }: Rope, index: number, headSize: number): number {
  const speed = theta ** ((-2 * index) / headSize);
  if (scaling === null) return speed;
  const { factor, lowTurns, highTurns, originalPositions } = scaling;
  const turns = (originalPositions * speed) / (2 * Math.PI);
  const kept = Math.min(1, Math.max(0, (turns - lowTurns) / (highTurns - lowTurns)));
  return speed * (kept + (1 - kept) / factor);
}
