/** Identifiers that package.json declares too; client/src/manifest.test.ts holds the two to each other. */
export const commands = {
  materializeAsset: "headwater.materializeAsset",
  materializeWithUpstream: "headwater.materializeWithUpstream",
  materializeWithDownstream: "headwater.materializeWithDownstream",
  materializeAll: "headwater.materializeAll",
  cancelRun: "headwater.cancelRun",
  showAssetGraph: "headwater.showAssetGraph",
  showRunLog: "headwater.showRunLog",
  restart: "headwater.restart",
  manageTrust: "headwater.manageTrust",
  install: "headwater.install",
} as const;

export const settings = {
  section: "headwater",
  saveBeforeMaterialize: "saveBeforeMaterialize",
  codeLens: "codeLens",
  inlayHints: "inlayHints",
  severity: "diagnostics.severity",
  nodePath: "nodePath",
} as const;

export const views = { graphPanel: "headwater.graph", graphView: "headwater.graphView" } as const;

export type CommandId = (typeof commands)[keyof typeof commands];
