import { build, type IndexPlace, indexPlaces, type Language, loadTextualOracle, typeScriptLanguage } from "@headwater/analysis";
import { languageServerMessages } from "@headwater/protocol";
import { type Connection, DidChangeConfigurationNotification, FileChangeType, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { answerWith } from "./answer.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { type ClientSession, readClientSession } from "./clientAbilities.ts";
import { debounce } from "./debounce.ts";
import type { FeatureContext } from "./features/context.ts";
import { createFileReports, type FileReports } from "./findings/fileReports.ts";
import { createFindingRequests } from "./findings/findingRequests.ts";
import { createToldGraphs } from "./graphs/tellGraphs.ts";
import { createRefreshes } from "./refreshes.ts";
import { awaitRenames } from "./rename/awaitedRenames.ts";
import { answerRequests } from "./requests.ts";
import { changedOptions, readSeverities } from "./settings.ts";
import { createStatuses } from "./statuses/statuses.ts";
import { lateOracle } from "./types/lateOracle.ts";
import { createRegistries, type Registries } from "./types/registries.ts";
import { makeRegistryInThread } from "./types/registryThread.ts";
import { type ThreadOptions, threadOracle } from "./types/threadOracle.ts";
import { createTypeFindings, type TypeFindings } from "./types/typeFindings.ts";
import { createWarmUp } from "./warmUp.ts";
import { pathOfUri } from "./workspace/fileUris.ts";
import { analyseFirst } from "./workspace/firstAnalysis.ts";
import { lateLanguage } from "./workspace/lateLanguage.ts";
import { createWatchedFiles } from "./workspace/watchedFiles.ts";
import { createWorkspace, type DiskChange, type Workspace } from "./workspace/workspace.ts";

/** What a server may be given, for tests. */
export interface ServeOptions {
  /** Milliseconds without a keystroke before a text is analysed. */
  readonly quiet?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly language?: () => Promise<Language>;
  /** Gives the places of the indices of projects, for the folder that the client names; without it there are none. */
  readonly indices?: ((folder?: string) => (root: string) => IndexPlace) | undefined;
  /** How the thread that compares types is started; without it annotations are compared as texts. */
  readonly typesThread?: ThreadOptions;
}

/** Sources that were not built have no index: nothing would tell one version of them from another. */
const builtIndices = build === undefined ? undefined : (folder?: string) => indexPlaces(build as string, folder);
/** How long a text may go on changing before it is analysed nevertheless, in milliseconds. */
const longestWait = 1000;
/** How long a graph may go on changing before it is told nevertheless, in milliseconds: telling costs more the larger it is. */
const longestUntold = 5000;
/** How long nothing may happen before the index is stored, and how long something may, in milliseconds. */
const idle = 20_000;
const longestUnstored = 600_000;
/** How often code lenses are drawn anew, so that "2 min ago" stays true, in milliseconds. */
const lensAge = 60_000;

/** Serves one client over a connection, until it is closed. */
export function serve(connection: Connection, options: ServeOptions = {}): void {
  const { quiet = 120, now = Date.now, language = typeScriptLanguage, typesThread, indices = builtIndices } = options;
  const log = (what: string, error: unknown) =>
    connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const thread = typesThread && threadOracle(typesThread);
  const documents = new TextDocuments(TextDocument);
  const statuses = createStatuses();
  const renames = awaitRenames();
  let session: ClientSession = readClientSession({ capabilities: {}, processId: null, rootUri: null });
  let folders: readonly string[] = [];
  let workspace: Workspace | undefined;
  const index = Promise.withResolvers<void>();
  let reports: FileReports | undefined;
  const watchedFiles = createWatchedFiles(connection, (error) => log("Files on disk cannot be watched", error));
  const findings = createFindingRequests(
    connection,
    () => session,
    () => reports,
    log,
  );
  let typeFindings: TypeFindings | undefined;
  let registries: Registries | undefined;
  const toldGraphs = createToldGraphs();
  const late = lateLanguage(language);

  const attempt = (what: string, work: () => void) => {
    try {
      work();
    } catch (error) {
      log(what, error);
    }
  };
  const refreshes = createRefreshes(connection, () => session, log);
  /** Tells the client what has changed since it was told last: findings at once, graphs when it is quiet. */
  const tell = () => {
    stores.request();
    watchedFiles.follow((workspace?.projects() ?? []).flatMap(({ analysis }) => [...(analysis?.configuration ?? [])]));
    findings.tell();
    graphs.request();
    types.request();
  };
  /** Findings that need types come later than the others: what takes long must not hold up what does not. */
  const compareTypes = async () => {
    if (await typeFindings?.ask()) findings.tell();
  };
  const tellGraphs = async () => {
    const projects = () => workspace?.projects() ?? [];
    await toldGraphs.prepare(projects());
    const news = toldGraphs.take(projects(), session.options.graphChanges === true);
    if (news === undefined) return;
    const { graphs, graphChanges } = languageServerMessages;
    void connection.sendNotification("changes" in news ? graphChanges.method : graphs.method, news);
    refreshes.lenses();
    refreshes.inlayHints();
  };
  /** Renames that were made, for the client to offer to carry history along. */
  const tellRenames = () => {
    for (const made of renames.takeMade(workspace?.projects() ?? [])) {
      void connection.sendNotification(languageServerMessages.renamed.method, made);
    }
  };
  // What a request brought up to date has still to be told.
  const update = () => {
    const run = () =>
      attempt("The workspace could not be analysed", () => {
        if (workspace?.isDirty()) workspace.update();
        tell();
      });
    if (late.isLoaded()) run();
    else late.load().then(run, (error: unknown) => log("The language could not be loaded", error));
  };
  const stores = debounce(
    () => idle,
    longestUnstored,
    () => attempt("The index could not be stored", () => workspace?.store()),
  );
  const delay = () => session.options.diagnosticsDelay ?? quiet;
  const updates = debounce(delay, longestWait, update);
  const graphs = debounce(
    () => 2 * quiet,
    longestUntold,
    () => {
      tellGraphs()
        .catch((error: unknown) => log("The graphs could not be told", error))
        .finally(() => attempt("Renames could not be told", tellRenames));
    },
  );
  const types = debounce(
    () => 2 * quiet,
    longestWait,
    () => {
      compareTypes().catch((error: unknown) => log("Types could not be compared", error));
    },
  );

  const refreshRegistries = debounce(
    () => 4 * quiet,
    longestUntold,
    () => {
      // In a workspace that nobody trusts nothing is written.
      if (session.options.trusted === false) return;
      if (workspace?.isDirty()) return refreshRegistries.request();
      registries?.refresh().catch((error: unknown) => log("The registry of types could not be made", error));
    },
  );
  const warmUp = createWarmUp(
    () => workspace?.isDirty() ?? true,
    (error) => log("What the first requests need could not be made", error),
  );
  /** Somebody works in the project of a document. */
  const beginWarmUp = (document: TextDocument): void => {
    if (!late.isLoaded()) {
      late.load().then(
        () => beginWarmUp(document),
        (error: unknown) => log("The language could not be loaded", error),
      );
      return;
    }
    const path = pathOfUri(document.uri);
    const found = path === undefined ? undefined : workspace?.assetsIn(path);
    if (found !== undefined && found.assets.length > 0) warmUp.begin(found.project);
  };

  /** The first analysis of all projects, one at a time, with room for messages in between. */
  const buildIndex = async () => {
    const made = createWorkspace(late.language, indices?.(session.options.cacheFolder));
    const textual = lateOracle(() =>
      loadTextualOracle((path) => {
        const files = made.projectOf(path)?.files;
        return files?.read(files.relative(path));
      }),
    );
    workspace = made;
    const compared = createTypeFindings(made, () => (thread?.isAlive() ? thread : textual));
    typeFindings = compared;
    if (typesThread !== undefined) {
      registries = createRegistries(made, (question, signal) => makeRegistryInThread(typesThread, question, signal));
    }
    reports = createFileReports(made, compared.in);
    followSeverity();
    for (const document of documents.all()) takeDocument(document);
    made.setFolders(folders);
    const progress = session.showsProgress ? await connection.window.createWorkDoneProgress() : undefined;
    progress?.begin("Headwater", 0, "Looking for projects", false);
    await analyseFirst({
      workspace: made,
      load: late.load,
      attempt,
      restored: () => attempt("Findings could not be told", findings.tell),
      progress,
    });
    progress?.done();
    attempt("Findings could not be told", tell);
    await tellGraphs().catch((error: unknown) => log("The graphs could not be told", error));
    for (const document of documents.all()) beginWarmUp(document);
  };
  const takeDocument = (document: TextDocument) => {
    const path = pathOfUri(document.uri);
    if (path === undefined || workspace === undefined) return;
    workspace.setDocument(path, { uri: document.uri, version: document.version, text: document.getText() });
    if (workspace.isDirty()) updates.request();
    beginWarmUp(document);
  };

  const features = (ready: Workspace): FeatureContext => ({
    workspace: ready,
    statuses,
    renames,
    document: (uri) => documents.get(uri),
    client: session.client,
    options: session.options,
    now,
  });
  const followSeverity = () => {
    const { settings, problems } = readSeverities(session.options);
    for (const problem of problems) connection.console.warn(problem);
    reports?.setSeverity(settings);
  };
  /** Takes over what the client says of its settings. */
  const takeSettings = (given: unknown) => {
    const changed = changedOptions(given);
    if (changed === undefined) return;
    session = { ...session, options: { ...session.options, ...changed } };
    refreshes.inlayHints();
    followSeverity();
    attempt("Findings could not be told", findings.tell);
  };
  const askForSettings = async () => takeSettings({ headwater: await connection.workspace.getConfiguration("headwater") });

  const answer = answerWith(
    async () => {
      await index.promise;
      await late.load();
      stores.request();
    },
    () => {
      if (workspace?.isDirty()) {
        workspace.update();
        updates.request();
      }
      return workspace && features(workspace);
    },
    log,
  );

  connection.onInitialize((params) => {
    session = readClientSession(params);
    folders = session.folders;
    return { capabilities: capabilitiesFor(session), serverInfo: { name: "headwater" } };
  });
  connection.onInitialized(() => {
    if (session.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOfUri(uri)));
        const more = added.flatMap(({ uri }) => pathOfUri(uri) ?? []);
        folders = [...new Set([...folders.filter((folder) => !gone.has(folder)), ...more])];
        workspace?.setFolders(folders);
        updates.request();
      });
    }
    if (session.registersWatchers) watchedFiles.begin();
    if (session.registersSettings) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: "headwater" })
        .catch((error: unknown) => log("Settings cannot be followed", error));
    }
    if (session.givesSettings) askForSettings().catch((error: unknown) => log("The client's settings are not known", error));
    buildIndex()
      .catch((error: unknown) => log("The workspace could not be read", error))
      .finally(() => index.resolve());
  });

  documents.onDidChangeContent(({ document }) => takeDocument(document));
  documents.onDidClose(({ document }) => {
    const path = pathOfUri(document.uri);
    if (path === undefined) return;
    workspace?.closeDocument(path);
    updates.request();
    findings.closed(document.uri);
  });
  const changedOnDisk = (uri: string, change: DiskChange) => {
    const path = pathOfUri(uri);
    if (path === undefined) return;
    workspace?.changedOnDisk(path, change);
    updates.request();
    registries?.saved(path);
    refreshRegistries.request();
  };
  // For clients that watch no files.
  documents.onDidSave(({ document }) => changedOnDisk(document.uri, "changed"));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
      changedOnDisk(uri, type === FileChangeType.Created ? "created" : type === FileChangeType.Deleted ? "deleted" : "changed");
    }
  });

  answerRequests(connection, answer, documents);
  findings.answer(answer, documents);
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) => {
    // Null where the client is to be asked what has changed.
    if (settings !== null && settings !== undefined) takeSettings(settings);
    else if (session.givesSettings) askForSettings().catch((error: unknown) => log("The client's settings are not known", error));
  });
  connection.onNotification(languageServerMessages.statuses.method, (params: unknown) => {
    if (statuses.take(params)) refreshes.lenses();
    else connection.console.warn(`${languageServerMessages.statuses.method} is not what the protocol says; it was left aside.`);
  });

  const aging = setInterval(() => {
    if (!statuses.isEmpty()) refreshes.lenses();
  }, lensAge);
  aging.unref();
  const stop = () => {
    clearInterval(aging);
    updates.cancel();
    findings.stop();
    graphs.cancel();
    types.cancel();
    warmUp.stop();
    refreshRegistries.cancel();
    registries?.stop();
    stores.cancel();
    thread?.dispose();
  };
  connection.onShutdown(() => {
    attempt("The index could not be stored", () => workspace?.store());
    stop();
  });
  connection.onExit(stop);
  documents.listen(connection);
  connection.listen();
}
