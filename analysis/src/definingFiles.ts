import type { Findings, FoundAsset } from "./assets/findAssets.ts";
import type { Evaluation } from "./evaluate/evaluation.ts";
import { localExportsOf } from "./modules/exportedNames.ts";
import type { DefiningFile } from "./projectAnalysis.ts";

/**
 * The files that a loader imports: those that export an asset, definitions, or something that may hold assets. Names that
 * only pass on an asset of another file are left out, so that each asset gets one name.
 *
 * @param assets those that count
 * @param named those that do not count, but get the names by which others know them from what exports them
 */
export function definingFilesOf(
  evaluation: Evaluation,
  files: readonly string[],
  assets: readonly FoundAsset[],
  exported: Findings,
  named: readonly FoundAsset[],
): DefiningFile[] {
  const found = new Map([...named, ...assets].map((asset) => [asset.site, asset]));
  const naming = new Set(named.map(({ file }) => file));
  const assetsOf = Map.groupBy(assets, ({ file }) => file);
  const definitionsOf = Map.groupBy(exported.definitions, ({ file }) => file);
  const doubtful = new Set(exported.doubts.map(({ file }) => file));
  return files.flatMap((file) => {
    const own = assetsOf.get(file) ?? [];
    const definitions = (definitionsOf.get(file) ?? []).map((each) => each.exported);
    if (own.length + definitions.length === 0 && !doubtful.has(file) && !naming.has(file)) return [];
    const localExports = localExportsOf(evaluation.modules, file).flatMap(({ exported, local, name }) => {
      if (name === undefined) return [];
      const value = evaluation.binding(file, local);
      if (value.kind === "asset") {
        const home = found.get(value.site);
        if (home?.file !== file || home.fallbackName !== name) return [];
      }
      return [{ exported, name }];
    });
    // An asset of a file that does not count by itself takes the name under which this one passes it on.
    const passedOn = own.flatMap(({ exportedName, fallbackName, constant }) =>
      exportedName !== undefined && fallbackName !== undefined && constant === undefined
        ? [{ exported: exportedName, name: fallbackName }]
        : [],
    );
    return [{ file, localExports: [...localExports, ...passedOn], assets: own.length, definitions }];
  });
}
