/** Settings in layers as VS Code keeps them: what the workspace has hides what the user has. */
export class LayeredSettings {
  readonly user = new Map<string, unknown>();
  readonly workspace = new Map<string, unknown>();

  get(id: string): unknown {
    return this.workspace.has(id) ? this.workspace.get(id) : this.user.get(id);
  }

  inspect(id: string) {
    return { globalValue: this.user.get(id), workspaceValue: this.workspace.get(id) };
  }

  update(id: string, value: unknown, target: number): Promise<void> {
    const layer = target === ConfigurationTarget.Workspace ? this.workspace : this.user;
    return Promise.resolve(void layer.set(id, value));
  }
}

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
