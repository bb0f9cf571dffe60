import { posix } from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../facts/typescript/load.ts";
import { registryText, untold } from "./registry.ts";
import type { RegisteredAsset } from "./registrySource.ts";
import type { TypeService } from "./typeService.ts";
import { outputType } from "./typescript6.ts";

/** An asset whose input has no annotation is typed by the registry of the round before, so a chain takes some rounds. */
const mostRounds = 30;

/** The registry while it is being made. The compiler finds no faults in a .d.ts, where `skipLibCheck` is on. */
const draft = "headwater-env.draft.ts";

/**
 * Finds what assets hold, as types that can be written into the registry, by the texts of their keys. Each text is read back
 * by the compiler and counts only if it means the type that it was made from; all else is untold.
 *
 * @param root the project's folder, absolute with forward slashes
 * @param known what is known of other assets
 * @param texts what the compiler reads in place of the files on the disk; a draft of the registry is put there
 */
export function inferTypes(
  typescript: TypeScript,
  types: TypeService,
  root: string,
  assets: readonly RegisteredAsset[],
  known: ReadonlyMap<string, string>,
  texts: Map<string, string>,
): Map<string, string> {
  const registry = posix.join(root, draft);
  const places = new Map(assets.map(({ name, place }) => [name, place]));
  const roots = new Set([registry, ...[...places.values()].map(({ file }) => file)]);
  const found = new Map<string, string>();
  for (let round = 0; round < mostRounds; round++) {
    texts.set(registry, registryText(new Map([...known, ...found]), ""));
    types.look();
    const service = types.of(types.settingsOf(registry), roots, () => false);
    const program = service.getProgram();
    const source = program?.getSourceFile(registry);
    if (program === undefined || source === undefined) break;
    const checker = program.getTypeChecker();
    const errors = [...service.getSyntacticDiagnostics(registry), ...service.getSemanticDiagnostics(registry)];
    for (const [name, node] of entriesOf(typescript, source)) {
      const place = places.get(name);
      if (place === undefined || found.get(name) === undefined || found.get(name) === untold) continue;
      const type = outputType(typescript, program, place);
      const written = checker.getTypeFromTypeNode(node);
      const isWrong = errors.some(({ start = -1 }) => start >= node.pos && start < node.end);
      const isSame = type && checker.isTypeAssignableTo(type, written) && checker.isTypeAssignableTo(written, type);
      if (isWrong || !isSame) found.set(name, untold);
    }
    const before = found.size;
    for (const [name, place] of places) {
      const type = found.has(name) ? undefined : outputType(typescript, program, place);
      if (type !== undefined) found.set(name, writeType(typescript, program, type, root, source));
    }
    if (round > 0 && found.size === before) break;
  }
  return new Map([...places.keys()].map((name) => [name, found.get(name) ?? untold]));
}

/** A type as the registry can write it; what is exported by a file of the project is imported from there. */
function writeType(typescript: TypeScript, program: ts.Program, type: ts.Type, root: string, registry: ts.SourceFile): string {
  const { Void, Undefined } = typescript.TypeFlags;
  if ((type.flags & (Void | Undefined)) !== 0) return untold;
  const { NoTruncation, UseFullyQualifiedType, InTypeAlias } = typescript.TypeFormatFlags;
  const text = program.getTypeChecker().typeToString(type, registry, NoTruncation | UseFullyQualifiedType | InTypeAlias);
  return text.replaceAll(/import\("([^"]*)"(?:, \{ with: [^}]*\} \})?\)/g, (_all, path: string) => {
    return `import(${JSON.stringify(specifierOf(program, root, path))})`;
  });
}

/** How a module is imported from the project's folder. */
function specifierOf(program: ts.Program, root: string, path: string): string {
  const [, inPackage] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (inPackage !== undefined) return inPackage;
  const isAbsolute = path.startsWith("/") || /^[a-z]:\//i.test(path);
  if (!isAbsolute && !path.startsWith(".")) return path;
  const relative = isAbsolute ? posix.relative(root, fileOf(program, path)) : path;
  // A program that is told to import ".ts" takes ".js" too, but not the other way round.
  const specifier = relative.replace(/(?:\.d)?\.([cm]?)[jt]sx?$/, ".$1js");
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}

/** The file of a module, which the compiler may write without its extension. */
function fileOf(program: ts.Program, path: string): string {
  const all = ["", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs"];
  const extension = all.find((each) => program.getSourceFile(path + each) !== undefined);
  return path + (extension ?? "");
}

/** The entries of a registry with their types. */
function* entriesOf(typescript: TypeScript, registry: ts.SourceFile): Generator<[name: string, type: ts.TypeNode]> {
  const found: ts.TypeLiteralNode[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isTypeLiteralNode(node)) found.push(node);
    else node.forEachChild(visit);
  };
  visit(registry);
  for (const member of found[0]?.members ?? []) {
    const { name } = member;
    if (typescript.isPropertySignature(member) && member.type && name && "text" in name) yield [name.text, member.type];
  }
}
