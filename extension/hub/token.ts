/** The token for gated and private models: in the editor's own store for secrets, and in no setting, file or log. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';

const KEY = 'critiqueCoder.huggingFaceToken';

export class HubToken {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  read(): Promise<string | undefined> {
    return Promise.resolve(this.#secrets.get(KEY));
  }

  /** Asks for it. False when the user has thought better of it; nothing written forgets the one that is there. */
  async ask(): Promise<boolean> {
    const text = await vscode.window.showInputBox({
      title: t('Set Hugging Face Token'),
      prompt: t(
        'A token with the right to read, from the settings of your account. Leave it empty to forget it.',
      ),
      placeHolder: 'hf_…',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) => (/\s/.test(value.trim()) ? t('A token has no spaces.') : null),
    });
    if (text === undefined) return false;
    const token = text.trim();
    if (token === '') await this.#secrets.delete(KEY);
    else await this.#secrets.store(KEY, token);
    return true;
  }
}
