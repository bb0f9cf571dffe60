import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import typescript from "typescript";
import { expect } from "vitest";
import { analyzeProject } from "../analyze.ts";
import { inOrder } from "../diagnostic.ts";
import { nodeFiles } from "../project/nodeFiles.ts";
import { inputEdges, toTypeEdge, typeMismatch } from "../types/inputEdges.ts";
import type { TypeOracle, TypeVerdict } from "../types/typeOracle.ts";
import { createTypeService } from "../types/typeService.ts";
import { compareEdges } from "../types/typescript6.ts";
import { ours, unmark } from "./checkProject.ts";

const runtime = join(import.meta.dirname, "../../../runtime");
const strict =
  '{ "compilerOptions": { "strict": true, "module": "NodeNext", "customConditions": ["@headwater/source"], "allowImportingTsExtensions": true, "noEmit": true } }';

/** A folder on the disk whose files can import the package. */
export interface TypedFolder {
  readonly path: string;
  remove(): void;
}

/** Writes a project into a temporary folder; a tsconfig is added where none is given. */
export function typedFolder(files: Readonly<Record<string, string>>): TypedFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "headwater-types-")));
  const all = {
    "package.json": '{ "type": "module", "dependencies": { "headwater": "*" } }',
    "tsconfig.json": strict,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  mkdirSync(join(path, "node_modules"), { recursive: true });
  symlinkSync(runtime, join(path, "node_modules/headwater"), "junction");
  return { path: path.replaceAll("\\", "/"), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Compares the types of all edges of a project, given as files or as the text of one that imports `asset`. What is
 * expected of it: `name: verdict` for each edge, in the order of texts, and the messages. They stand at the marks `«…»`.
 *
 * @param oracle takes the place of the one with the compiler
 */
export async function checkTypes(
  texts: string | Readonly<Record<string, string>>,
  verdicts: readonly string[],
  messages: readonly string[] = [],
  oracle?: TypeOracle,
): Promise<void> {
  const { files, marks } = unmark(typeof texts === "string" ? { "src/assets.ts": ours + texts } : texts);
  const folder = typedFolder(files);
  try {
    const { assets, graph } = await analyzeProject(nodeFiles(folder.path));
    const byId = new Map(assets.map((asset) => [asset.id, asset]));
    const edges = assets.flatMap((asset) => inputEdges(asset, graph, (id) => byId.get(id)));
    const asked = edges.map((edge) => toTypeEdge(folder.path, edge));
    const answers: readonly TypeVerdict[] | undefined =
      oracle === undefined
        ? compareEdges(
            typescript,
            createTypeService(typescript, () => undefined),
            asked,
          )
        : await oracle.compare(asked, new Map(), new AbortController().signal);
    expect(edges.map(({ name }, at) => `${name}: ${answers?.[at]?.kind}`)).toEqual(verdicts);
    const findings = inOrder(
      edges.flatMap((edge, at) => {
        const answer = answers?.[at];
        return answer?.kind === "mismatch" ? typeMismatch(folder.path, edge, answer) : [];
      }),
    );
    expect(findings.map(({ message }) => message)).toEqual(messages);
    expect(findings.map(({ file, range }) => `${file} ${range.startOffset}-${range.endOffset}`).sort()).toEqual(
      [...marks].sort(),
    );
  } finally {
    folder.remove();
  }
}
