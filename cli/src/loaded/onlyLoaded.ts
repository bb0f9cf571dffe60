import { type KeyId, toUserString } from "@headwater/model";
import type { LoadedView } from "./loadedView.ts";

/**
 * What only loading knows, as `headwater check --loaded --json` writes it.
 *
 * @param seen a file of the project as it is to be written
 */
export function onlyLoadedToJson({ graph, onlyLoaded, files }: LoadedView, seen: (file: string) => string) {
  const userString = (id: KeyId) => keyOf(graph, id);
  return {
    assets: [...onlyLoaded.assets].map((id) => {
      const file = files.get(id);
      return { key: userString(id), ...(file === undefined ? {} : { file: seen(file) }) };
    }),
    dependencies: [...onlyLoaded.dependencies].flatMap(([id, dependencies]) =>
      dependencies.map(({ key, kind, inputName }) => ({
        from: toUserString(key),
        to: userString(id),
        kind,
        ...(inputName === undefined ? {} : { inputName }),
      })),
    ),
    attributes: [...onlyLoaded.attributes].map(([id, names]) => ({ key: userString(id), names: [...names] })),
    checks: [...onlyLoaded.checks].map((id) => {
      const check = graph.checks.get(id);
      return { asset: check === undefined ? id : userString(check.asset), name: check?.spec.name ?? id };
    }),
  };
}

/** The same in lines to read; none where analysis knew everything. */
export function onlyLoadedText(view: LoadedView, seen: (file: string) => string): string[] {
  const { assets, dependencies, attributes, checks } = onlyLoadedToJson(view, seen);
  const lines = [
    ...assets.map(({ key, file }) => `  asset ${key}${file === undefined ? "" : ` (${file})`}`),
    ...dependencies.map(({ from, to }) => `  dependency ${from} → ${to}`),
    ...attributes.map(({ key, names }) => `  ${names.join(", ")} of ${key}`),
    ...checks.map(({ asset, name }) => `  check ${name} of ${asset}`),
  ];
  return lines.length === 0 ? [] : ["Only loading knows:", ...lines];
}

/** Marks of an asset that the graph shows: whether only loading knows it, and what else of it only loading knows. */
export function loadedMarks(view: LoadedView | undefined, id: KeyId): { loaded?: true; loadedAttributes?: string[] } {
  const names = view?.onlyLoaded.attributes.get(id);
  return {
    ...(view?.onlyLoaded.assets.has(id) ? { loaded: true as const } : {}),
    ...(names === undefined ? {} : { loadedAttributes: [...names] }),
  };
}

/** Whether only loading knows an edge: that it is there, or the asset that it leads to. */
export function isLoadedEdge(view: LoadedView | undefined, to: KeyId, declaredAt: readonly (string | number)[]): boolean {
  if (view === undefined) return false;
  if (view.onlyLoaded.assets.has(to)) return true;
  const at = JSON.stringify(declaredAt);
  return view.onlyLoaded.dependencies.get(to)?.some((dependency) => JSON.stringify(dependency.declaredAt) === at) ?? false;
}

function keyOf(graph: LoadedView["graph"], id: KeyId): string {
  const node = graph.nodes.get(id);
  // Every key that only loading knows is in its graph.
  return node === undefined ? id : toUserString(node.key);
}
