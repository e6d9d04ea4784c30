/** The files of a model in Hugging Face layout. */
export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';
/** Of weights in several files: which tensor lies in which. */
export const weightIndexFile = 'model.safetensors.index.json';
/** Of adapters, in the layout of PEFT. */
export const adapterConfigFile = 'adapter_config.json';
export const adapterWeightsFile = 'adapter_model.safetensors';
export const tokenizerFile = 'tokenizer.json';
export const tokenizerConfigFile = 'tokenizer_config.json';

export const tokenizerFiles = [tokenizerFile, tokenizerConfigFile] as const;

/** What says how the weights are to be used. */
export const describingFiles = [configFile, ...tokenizerFiles] as const;
