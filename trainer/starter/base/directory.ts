import { fileURLToPath } from 'node:url';

/** The folder of the starter's base model, in Hugging Face layout. */
export const baseModelDirectory = fileURLToPath(new URL('./model', import.meta.url));
