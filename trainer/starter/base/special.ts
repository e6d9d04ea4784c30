/** Special tokens of the starter's base model and the chat template that places them. */
export const endToken = '<|end|>';
export const userToken = '<|user|>';
export const assistantToken = '<|assistant|>';

/** In the order of their ids, from 0. */
export const specialTokens: readonly string[] = [endToken, userToken, assistantToken];

export const chatTemplate =
  `{% for message in messages %}` +
  `{% if message.role == 'user' %}${userToken}{% else %}${assistantToken}{% endif %}{{ message.content }}` +
  `{% endfor %}{% if add_generation_prompt %}${assistantToken}{% endif %}`;
