import { type Diagnostic, inOrder } from "../diagnostic.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { allInputEdges, toTypeEdge, typeMismatch } from "./inputEdges.ts";
import { textualOracle } from "./textual.ts";
import type { TypeEdge, TypeOracle, TypeVerdict } from "./typeOracle.ts";
import { createTypeService } from "./typeService.ts";
import { compareEdges } from "./typescript6.ts";

/** The compiler as one thread or process has it: it answers at once and takes its time. */
export interface TypeChecking {
  /** One verdict for each edge, in their order; undefined where it was canceled. */
  compare(edges: readonly TypeEdge[], isCanceled?: () => boolean): readonly TypeVerdict[] | undefined;
  /** Lets go of all programs. It can be asked again afterwards. */
  dispose(): void;
}

/**
 * Loads the compiler.
 *
 * @param openText the text of a file that is other than on the disk, by its absolute path
 * @param libraries the compiler's own declarations by their names (`lib.es5.d.ts`), where they are not beside it
 */
export async function loadTypeChecking(
  openText: (path: string) => string | undefined,
  libraries?: ReadonlyMap<string, string>,
): Promise<TypeChecking> {
  const { default: typescript } = await import("typescript");
  const types = createTypeService(typescript, openText, libraries);
  return {
    compare: (edges, isCanceled) => compareEdges(typescript, types, edges, isCanceled),
    dispose: types.dispose,
  };
}

/** The oracle that does without a checker; `read` gives the text of a file by its absolute path. */
export async function loadTextualOracle(read: (path: string) => string | undefined): Promise<TypeOracle> {
  const { default: typescript } = await import("typescript");
  return textualOracle(typescript, read);
}

/** Compares the types of all edges of a project, and says which do not fit; `root` is the project's folder. */
export function findTypeMismatches(root: string, analysis: ProjectAnalysis, checking: TypeChecking): Diagnostic[] {
  const edges = allInputEdges(analysis);
  const verdicts = checking.compare(edges.map((edge) => toTypeEdge(root, edge))) ?? [];
  return inOrder(
    edges.flatMap((edge, at) => {
      const verdict = verdicts[at];
      return verdict?.kind === "mismatch" ? typeMismatch(root, edge, verdict) : [];
    }),
  );
}
