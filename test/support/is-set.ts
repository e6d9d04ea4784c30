/** Whether a variable of the environment says yes. */
export const isSet = (name: string): boolean => !['', '0', 'false', undefined].includes(process.env[name]);
