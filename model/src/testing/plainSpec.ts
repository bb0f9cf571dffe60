import type { AssetSpec } from "../specs/declaration.ts";

/** An asset without dependencies that says nothing of itself but its key, with what a test says otherwise. */
export function plainSpec(path: readonly string[], changes: Partial<AssetSpec> = {}): AssetSpec {
  return {
    key: { path },
    stepName: path.join("__").replaceAll("-", "_"),
    materializable: true,
    deps: [],
    depsIncomplete: false,
    groupName: "default",
    metadata: {},
    tags: {},
    kinds: [],
    owners: [],
    ioManagerKey: "ioManager",
    requiredResourceKeys: [],
    opTags: {},
    outputRequired: true,
    checks: [],
    ...changes,
  };
}
