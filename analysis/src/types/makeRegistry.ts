import { posix } from "node:path";
import { finding } from "@headwater/model";
import type { Diagnostic } from "../diagnostic.ts";
import { lineStartsOf, toSourceRange } from "../facts/span.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { inferTypes } from "./inferTypes.ts";
import { madeFrom, madeFromOf, registryFile, registryText, untold } from "./registry.ts";
import { type RegistrySource, registrySource } from "./registrySource.ts";
import { createTypeService } from "./typeService.ts";
import { typeSources } from "./typeSources.ts";

/** What the assets of files hold, as it was found for a content: by file, then by the text of a key. Plain data. */
export type RememberedTypes = Readonly<
  Record<string, { readonly hash: string; readonly types: Readonly<Record<string, string>> }>
>;

/** A registry that was made. */
export interface MadeRegistry {
  readonly text: string;
  /** What each asset holds as TypeScript writes it, by the text of its key; `any` where that cannot be told. */
  readonly types: ReadonlyMap<string, string>;
  /** For the next time. */
  readonly remembered: RememberedTypes;
  /** How many files were given to the compiler. */
  readonly inferred: number;
}

/**
 * Makes the registry of a project. Files whose content, imports and upstreams are as they are remembered are not looked at
 * again.
 *
 * @param root the project's folder, absolute with forward slashes
 * @param libraries the compiler's own declarations by their names, where they are not beside it
 */
export async function makeRegistry(
  root: string,
  source: RegistrySource,
  remembered: RememberedTypes,
  libraries?: ReadonlyMap<string, string>,
): Promise<MadeRegistry> {
  const { default: typescript } = await import("typescript");
  const { assets } = source;
  const hashOf = onceEach(typeSources(typescript, root, source));
  const isKnown = (file: string) => remembered[file]?.hash === hashOf(file);
  const stale = assets.filter(({ file, name }) => !isKnown(file) || remembered[file]?.types[name] === undefined);
  const types = new Map<string, string>();
  for (const { file, name } of assets) {
    const type = isKnown(file) ? remembered[file]?.types[name] : undefined;
    if (type !== undefined) types.set(name, type);
  }
  if (stale.length > 0) {
    const texts = new Map<string, string>();
    const service = createTypeService(typescript, (path) => texts.get(path), libraries);
    try {
      for (const [name, type] of inferTypes(typescript, service, root, stale, types, texts)) types.set(name, type);
    } finally {
      service.dispose();
    }
  }
  const typeOf = (name: string) => types.get(name) ?? untold;
  const byFile = Map.groupBy(assets, ({ file }) => file);
  const told = new Map(assets.map(({ name }) => [name, typeOf(name)]));
  return {
    text: registryText(told, madeFrom(assets, hashOf)),
    types: told,
    remembered: Object.fromEntries(
      [...byFile].map(([file, own]) => {
        const entries = own.map(({ name }) => [name, typeOf(name)] as const);
        return [file, { hash: hashOf(file), types: Object.fromEntries(entries) }];
      }),
    ),
    inferred: new Set(stale.map(({ file }) => file)).size,
  };
}

/** Says so where a registry was made from other texts than there are now. It takes no checker. */
export async function findOutdatedTypes(root: string, analysis: ProjectAnalysis): Promise<Diagnostic[]> {
  const { default: typescript } = await import("typescript");
  const text = typescript.sys.readFile(posix.join(root, registryFile));
  if (text === undefined) return [];
  const source = registrySource(root, analysis);
  const now = madeFrom(source.assets, onceEach(typeSources(typescript, root, source)));
  if (madeFromOf(text) === now) return [];
  const message = `${registryFile} was made from other texts than there are now, so inputs may be typed wrongly: run "headwater types".`;
  const { code, severity } = finding("outdated-types", message);
  const range = toSourceRange(lineStartsOf(text), { start: 0, end: Math.max(0, text.indexOf("\n")) });
  return [{ code, severity, message, file: registryFile, range, related: [], suggestions: [] }];
}

function onceEach(make: (file: string) => string): (file: string) => string {
  const made = new Map<string, string>();
  return (file) => {
    const hash = made.get(file) ?? make(file);
    made.set(file, hash);
    return hash;
  };
}
