import * as z from "zod";
import { assetStatus } from "./assetStatus.ts";
import { projectGraph, projectGraphChange } from "./projectGraph.ts";

/** What the language server and its client say to each other beyond LSP. Other editors may leave all of it out. */
export const languageServerMessages = {
  /** Server to client: the graphs of all projects, after each change of their content. */
  graphs: { method: "headwater/graphs", params: z.object({ projects: z.array(projectGraph) }) },
  /**
   * Server to client, in the place of the message above where the projects are the same as before: what has changed in the
   * graphs of some. Only for clients that say that they follow it.
   */
  graphChanges: { method: "headwater/graphChanges", params: z.object({ changes: z.array(projectGraphChange) }) },
  /** Server to client: a rename that it answered was made, so that an asset of a project has another key now. */
  renamed: { method: "headwater/renamed", params: z.object({ uri: z.string(), from: z.string(), to: z.string() }) },
  /** Client to server: what assets are doing, for lens and hover. Replaces what was said of the project before. */
  statuses: { method: "headwater/statuses", params: z.object({ uri: z.string(), assets: z.array(assetStatus) }) },
} as const;

const changeable = {
  /** False where no hint of the keys of assets is wanted; true by default. It can be changed later: {@link changedSettings}. */
  inlayHints: z.exactOptional(z.boolean()),
  /** How findings count. It can be changed later: {@link changedSettings}. */
  diagnostics: z.exactOptional(
    z.object({
      /** By code: `error`, `warning`, `information`, `hint` or `off`. It goes before what package.json says. */
      severity: z.exactOptional(z.record(z.string(), z.unknown())),
    }),
  ),
};

/** What a client may say in `initializationOptions`. */
export const initializationOptions = z.object({
  /** False where no code lens is wanted; true by default. */
  codeLens: z.exactOptional(z.boolean()),
  /**
   * False where no outline of assets is wanted; true by default. VS Code shows each provider's outline as a tree of its own,
   * so ours would push TypeScript's a level down.
   */
  documentSymbols: z.exactOptional(z.boolean()),
  /** Whether lineage is offered as a hierarchy of calls too: not where that would take the place of TypeScript's. */
  callHierarchy: z.exactOptional(z.boolean()),
  ...changeable,
  /**
   * False where findings are only to be published. By default a client that can ask for them may do so; what it has asked
   * for once is published no more.
   */
  pullDiagnostics: z.exactOptional(z.boolean()),
  /** Whether `headwater/graphChanges` is understood; false by default. */
  graphChanges: z.exactOptional(z.boolean()),
  /** How long no change may come before a text is analysed, in milliseconds; 120 by default. */
  diagnosticsDelay: z.exactOptional(z.number()),
  /** Whether the workspace is trusted: an untrusted one gets no lens that would run code. True by default. */
  trusted: z.exactOptional(z.boolean()),
  /** The absolute path of the folder for the index on disk; by default the user's own folder for what can be made anew. */
  cacheFolder: z.exactOptional(z.string()),
});

/** What a client may change of them later, as the settings of `workspace/didChangeConfiguration`. */
export const changedSettings = z.object({ headwater: z.object(changeable) });

/** The argument of the commands in code lenses and of those that the graph page sends. */
export const assetReference = z.object({ projectUri: z.string(), key: z.string() });

/** The commands that lenses name; a client carries them out. */
export const lensCommands = {
  materialize: "headwater.materializeAsset",
  materializeUpstream: "headwater.materializeWithUpstream",
  materializeDownstream: "headwater.materializeWithDownstream",
  showGraph: "headwater.showAssetGraph",
  showRunLog: "headwater.showRunLog",
  manageTrust: "headwater.manageTrust",
} as const;

export type RenamedAsset = z.infer<typeof languageServerMessages.renamed.params>;
export type AssetReference = z.infer<typeof assetReference>;
export type InitializationOptions = z.infer<typeof initializationOptions>;
