/** Embedding of tokens outside of graphs, where a pass goes layer by layer: rows are copied and added, nothing else. */
import { badCall } from '../../errors/engine.ts';
import { embeddingName } from '../../model/parameters.ts';
import { trainedSpecs, type SharedModel } from './shared-model.ts';

/** Where the embedding [V, D] lies among what is trained; undefined where it is frozen. */
function trainedPlace(model: SharedModel): { readonly start: number; readonly end: number } | undefined {
  const spec = trainedSpecs(model).find(({ name }) => name === embeddingName);
  return spec && { start: spec.offset, end: spec.offset + spec.size };
}

/** Writes each token's row of the embedding into `hidden` [tokens, D]. */
export function embed(model: SharedModel, tokens: Int32Array, hidden: Float32Array): void {
  const { hiddenSize: width, vocabularySize } = model.config;
  const place = trainedPlace(model);
  const table = place ? model.trained.subarray(place.start, place.end) : model.frozen.get(embeddingName);
  if (table === undefined) throw new RangeError('The model has no embedding.');
  tokens.forEach((token, index) => {
    if (token < 0 || token >= vocabularySize)
      throw badCall('a token', String(token), `the vocabulary ends at ${vocabularySize - 1}`);
    hidden.set(table.subarray(token * width, (token + 1) * width), index * width);
  });
}

/** Adds the gradient of the embedded tokens to that of the embedding, where it is trained. */
export function addToEmbedding(
  model: SharedModel,
  gradient: Float32Array,
  tokens: Int32Array,
  ofHidden: Float32Array,
): void {
  const place = trainedPlace(model);
  if (place === undefined) return;
  const { hiddenSize: width, tiedHead } = model.config;
  // A tied head has left its gradient there.
  if (!tiedHead) gradient.fill(0, place.start, place.end);
  tokens.forEach((token, index) => {
    const target = place.start + token * width;
    const source = index * width;
    for (let column = 0; column < width; column++) {
      gradient[target + column] =
        (gradient[target + column] as number) + (ofHidden[source + column] as number);
    }
  });
}
