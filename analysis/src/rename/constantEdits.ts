import { posix } from "node:path";
import type ts from "typescript";
import { lineStartsOf, toSourceRange } from "../facts/span.ts";
import type { IndexedProject } from "../naming/indexedProject.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import type { KeyEdit, Refusal } from "./keyEdits.ts";

/**
 * What has to be written for the constant that names an asset to be called otherwise, with everything that refers to it.
 * TypeScript's own language service says so, over the files alone that import the constant at any remove and have its name in
 * them: it knows scopes, shorthand properties and re-exports.
 */
export async function constantEdits(
  project: IndexedProject,
  asset: AnalyzedAsset,
  newName: string,
): Promise<readonly KeyEdit[] | Refusal> {
  const { default: typescript } = await import("typescript");
  const { file, nameRange, bindingName = "" } = asset;
  const service = serviceOver(typescript, project, filesWith(project, file, bindingName));
  try {
    const found = service.findRenameLocations(absolute(project, file), nameRange.startOffset, false, false, {
      providePrefixAndSuffixTextForRename: true,
    });
    for (const fileName of new Set(found?.map((location) => location.fileName))) {
      const source = service.getProgram()?.getSourceFile(fileName);
      const taken = source && nameIn(typescript, source, newName);
      if (source === undefined || taken === undefined) continue;
      const line = source.getLineAndCharacterOfPosition(taken.getStart(source)).line + 1;
      const place = `${posix.relative(project.root, fileName)}:${line}`;
      return { refused: `The asset is called after its constant, and ${place} has the name ${newName} for something else.` };
    }
    return (found ?? []).map(({ fileName, textSpan, prefixText = "", suffixText = "" }) => {
      const own = posix.relative(project.root, fileName);
      const lineStarts = lineStartsOf(project.files.read(own) ?? "");
      const range = toSourceRange(lineStarts, { start: textSpan.start, end: textSpan.start + textSpan.length });
      return { file: own, range, newText: `${prefixText}${newName}${suffixText}` };
    });
  } finally {
    service.dispose();
  }
}

/** A name in a file that is not that of a property: a constant of that name would be declared twice or be meant instead. */
function nameIn(typescript: typeof ts, source: ts.SourceFile, name: string): ts.Identifier | undefined {
  const visit = (node: ts.Node): ts.Identifier | undefined => {
    if (!typescript.isIdentifier(node)) return typescript.forEachChild(node, visit);
    const { parent } = node;
    const isProperty =
      (typescript.isPropertyAccessExpression(parent) || typescript.isPropertyAssignment(parent)) && parent.name === node;
    const isMember = typescript.isTypeElement(parent) || typescript.isClassElement(parent);
    const isOfPattern = typescript.isBindingElement(parent) && parent.propertyName === node;
    return node.text === name && !isProperty && !isMember && !isOfPattern ? node : undefined;
  };
  return source.text.includes(name) ? visit(source) : undefined;
}

/** The files that import a file at any remove and hold a name, and those on the way that pass on everything. */
function filesWith(project: IndexedProject, from: string, name: string): Map<string, string> {
  const files = new Map<string, string>();
  const pending = [from];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const text = files.has(file) ? undefined : project.files.read(file);
    if (text === undefined || !(text.includes(name) || /export\s*\*/.test(text))) continue;
    files.set(file, text);
    pending.push(...(project.live?.importersOf(file) ?? []));
  }
  return files;
}

function serviceOver(typescript: typeof ts, project: IndexedProject, files: ReadonlyMap<string, string>): ts.LanguageService {
  const texts = new Map([...files].map(([file, text]) => [absolute(project, file), text]));
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({
      allowJs: true,
      noLib: true,
      types: [],
      target: typescript.ScriptTarget.Latest,
      module: typescript.ModuleKind.ESNext,
      moduleResolution: typescript.ModuleResolutionKind.Bundler,
      jsx: typescript.JsxEmit.Preserve,
    }),
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => project.root,
    getDefaultLibFileName: () => "",
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    resolveModuleNameLiterals: (specifiers, containing) =>
      specifiers.map(({ text }) => {
        const target = project.live?.resolve(posix.relative(project.root, containing), text);
        const path = target === undefined ? undefined : absolute(project, target);
        if (path === undefined || !texts.has(path)) return { resolvedModule: undefined };
        return { resolvedModule: { resolvedFileName: path, extension: posix.extname(path), isExternalLibraryImport: false } };
      }),
  };
  return typescript.createLanguageService(host);
}

function absolute({ root }: IndexedProject, file: string): string {
  return posix.join(root, file);
}
