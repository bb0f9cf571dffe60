import * as vscode from "vscode";

const manifests = "**/package.json";
const most = 1_000;

/** Whether some package.json of the workspace lists headwater: only then is there anything to do. */
export async function hasProject(): Promise<boolean> {
  const files = await vscode.workspace.findFiles(manifests, "**/node_modules/**", most);
  for (const file of files) if (await dependsOnHeadwater(file)) return true;
  return false;
}

/** Calls once, when a package.json that lists headwater appears. */
export function onProjectAppears(then: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(manifests);
  const look = async (file: vscode.Uri) => {
    if (file.path.includes("/node_modules/") || !(await dependsOnHeadwater(file))) return;
    watcher.dispose();
    then();
  };
  watcher.onDidCreate(look);
  watcher.onDidChange(look);
  return watcher;
}

async function dependsOnHeadwater(file: vscode.Uri): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    const groups = manifest as Record<string, Record<string, unknown> | undefined> | null;
    return ["dependencies", "devDependencies", "peerDependencies"].some((group) => groups?.[group]?.headwater !== undefined);
  } catch {
    // A manifest that cannot be read is no reason to start anything.
    return false;
  }
}
