import { type Diagnostic, findTypeMismatches, loadTypeChecking, type ProjectAnalysis } from "@headwater/analysis";
import { compilerLibraries } from "./compilerLibraries.ts";

/** Compares the types of all edges of a project with the compiler, which is let go of afterwards; `root` has forward slashes. */
export async function compareTypes(root: string, analysis: ProjectAnalysis): Promise<Diagnostic[]> {
  const checking = await loadTypeChecking(() => undefined, compilerLibraries());
  try {
    return findTypeMismatches(root, analysis, checking);
  } finally {
    checking.dispose();
  }
}
