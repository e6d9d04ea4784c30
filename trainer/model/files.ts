/** The files of a model in Hugging Face layout. */
export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';
export const tokenizerFile = 'tokenizer.json';
export const tokenizerConfigFile = 'tokenizer_config.json';

export const tokenizerFiles = [tokenizerFile, tokenizerConfigFile] as const;

/** What says how the weights are to be used. */
export const describingFiles = [configFile, ...tokenizerFiles] as const;
