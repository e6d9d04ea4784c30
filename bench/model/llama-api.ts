/** As much of node-llama-cpp as its contestant uses: the package is installed for a bench only, so its types are not here. */

export interface LlamaModule {
  getLlama(
    this: void,
    options: {
      readonly gpu: false;
      readonly build: 'never';
      readonly skipDownload: true;
      readonly progressLogs: false;
      readonly logLevel: 'error';
      readonly maxThreads: number;
    },
  ): Promise<Llama>;
}

interface Llama {
  loadModel(options: { readonly modelPath: string; readonly gpuLayers: 0 }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

interface LlamaModel {
  createContext(options: {
    readonly sequences: number;
    /** Positions of each sequence. */
    readonly contextSize: number;
    readonly threads: { readonly ideal: number; readonly min: number };
  }): Promise<{ getSequence(): LlamaSequence }>;
}

/** Texts of one context that are written at once are computed together. */
export interface LlamaSequence {
  clearHistory(): Promise<void>;
  /** New tokens, one after another. */
  evaluate(
    tokens: readonly number[],
    options: {
      readonly temperature: number;
      readonly topK: number;
      readonly topP: number;
      readonly minP: number;
      readonly seed: number;
      readonly yieldEogToken: boolean;
    },
  ): AsyncIterable<number>;
  /** Answers at the place of each token that asked for something. */
  controlledEvaluate(
    input: readonly (number | readonly [token: number, { readonly generateNext: GenerateNext }])[],
  ): Promise<readonly ({ readonly next: { readonly logits?: ReadonlyMap<number, number> } } | undefined)[]>;
}

interface GenerateNext {
  readonly logits: true | { readonly filter: { readonly tokens: readonly number[] } };
}
