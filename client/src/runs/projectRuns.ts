import {
  activeRuns,
  type Carried,
  emptyProject,
  type ProjectView,
  type RunView,
  reduceProject,
  type StoredRunEvent,
} from "@headwater/model";
import type { CarryParams, RunLog, StartRunResult, SubscribeResult } from "@headwater/protocol";
import * as vscode from "vscode";
import { settings } from "../manifest.ts";
import { findHeadwater } from "./findHeadwater.ts";
import { findNode } from "./findNode.ts";
import { type HostProcess, startHostProcess } from "./hostProcess.ts";

/** The runs of all open projects: one model for lens, graph, status bar and Problems. */
export interface ProjectRuns extends vscode.Disposable {
  /** The projects of which runs are known. */
  known(): readonly string[];
  view(projectUri: string): ProjectView;
  /** Fires with the project's uri. */
  readonly onDidChange: vscode.Event<string>;
  /** Starts the project's host if need be, and reads its history. Quiet: what is wrong goes to the log. */
  connect(project: vscode.Uri): Promise<void>;
  /** @throws MissingHeadwater, Error with a sentence for the user */
  start(project: vscode.Uri, selection: string): Promise<StartRunResult>;
  cancel(project: vscode.Uri, runId: string): Promise<boolean>;
  log(project: vscode.Uri, runId: string): Promise<RunLog>;
  /** Gives the history and the stored value of an asset to the key that it has now. @throws Error with a sentence for the user */
  carry(project: vscode.Uri, renamed: CarryParams): Promise<Carried>;
  /** The runs that go on, in all projects. */
  active(): readonly { readonly projectUri: string; readonly run: RunView }[];
  /** Ends all hosts; the next run starts them anew. */
  restart(): void;
}

/** The project has no headwater to run with, or one that does not fit this extension. */
export class MissingHeadwater extends Error {
  override readonly name = "MissingHeadwater";
}

/** How long events wait for others before they are painted, in milliseconds. */
const frameTime = 60;

interface Project {
  view: ProjectView;
  host: Promise<HostProcess> | undefined;
  waiting: StoredRunEvent[];
  timer: NodeJS.Timeout | undefined;
}

export function createProjectRuns(log: vscode.LogOutputChannel): ProjectRuns {
  const projects = new Map<string, Project>();
  const changed = new vscode.EventEmitter<string>();

  const projectOf = (uri: string): Project => {
    let project = projects.get(uri);
    if (project === undefined) {
      project = { view: emptyProject, host: undefined, waiting: [], timer: undefined };
      projects.set(uri, project);
    }
    return project;
  };

  const receive = (uri: string, events: readonly StoredRunEvent[]) => {
    const project = projectOf(uri);
    project.waiting = project.waiting.concat(events);
    project.timer ??= setTimeout(() => {
      project.timer = undefined;
      const batch = project.waiting;
      project.waiting = [];
      project.view = reduceProject(project.view, batch);
      changed.fire(uri);
    }, frameTime);
  };

  /** The history as it is now, in the place of what was known. */
  const replace = (uri: string, { assets, events }: SubscribeResult) => {
    const project = projectOf(uri);
    clearTimeout(project.timer);
    project.timer = undefined;
    project.waiting = [];
    project.view = reduceProject({ runs: new Map(), assets: new Map(assets.map((asset) => [asset.key, asset])) }, events);
    changed.fire(uri);
  };

  const launch = async (folder: vscode.Uri): Promise<HostProcess> => {
    const uri = folder.toString();
    const command = findHeadwater(folder.fsPath);
    if (command === undefined) throw new MissingHeadwater(`The package headwater is not installed in ${folder.fsPath}.`);
    const configuration = vscode.workspace.getConfiguration(settings.section, folder);
    const node = await findNode(configuration.get<string>(settings.nodePath, ""));
    log.debug(`Starting ${command} with ${node.path}`);
    const host = await startHostProcess({
      node,
      command,
      projectFolder: folder.fsPath,
      onEvents: (events) => receive(uri, events),
      onHistory: (past) => replace(uri, past),
      onOutput: (text) => log.warn(text.trimEnd()),
    });
    const project = projectOf(uri);
    replace(uri, host.past);
    void host.ended.then((text) => {
      project.host = undefined;
      if (text !== "") log.info(`The host of ${folder.fsPath} ended: ${text}`);
    });
    return host;
  };

  const hostOf = (folder: vscode.Uri): Promise<HostProcess> => {
    // Asked again here, after menus and settings: no user code runs without trust, whoever calls.
    if (!vscode.workspace.isTrusted) return Promise.reject(new Error("This workspace is not trusted, so none of its code runs."));
    const project = projectOf(folder.toString());
    project.host ??= launch(folder).catch((error) => {
      project.host = undefined;
      throw error;
    });
    return project.host;
  };

  const restart = () => {
    for (const project of projects.values()) {
      void project.host?.then((host) => host.dispose()).catch(() => {});
      project.host = undefined;
    }
  };

  return {
    known: () => [...projects.keys()],
    view: (uri) => projects.get(uri)?.view ?? emptyProject,
    onDidChange: changed.event,
    async connect(folder) {
      try {
        await hostOf(folder);
      } catch (error) {
        log.info(`No history of ${folder.fsPath} yet: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    start: async (folder, selection) => (await hostOf(folder)).startRun({ selection }),
    cancel: async (folder, runId) => (await hostOf(folder)).cancelRun(runId),
    log: async (folder, runId) => (await hostOf(folder)).runLog(runId),
    carry: async (folder, renamed) => (await hostOf(folder)).carryHistory(renamed),
    active: () => [...projects].flatMap(([projectUri, { view }]) => activeRuns(view).map((run) => ({ projectUri, run }))),
    restart,
    dispose() {
      restart();
      for (const { timer } of projects.values()) clearTimeout(timer);
      changed.dispose();
    },
  };
}
