import type { Diagnostic } from "../diagnostic.ts";
import type { LiveAnalysis } from "../incremental/liveAnalysis.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";

/** What is told of an analysis first, and without the rest of it. */
export interface ToldFirst {
  readonly diagnosticsOf: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly severity: ProjectAnalysis["severity"];
  readonly configuration: ProjectAnalysis["configuration"];
}

export function toldFirst({ diagnosticsOf, severity, configuration }: ProjectAnalysis): ToldFirst {
  return { diagnosticsOf, severity, configuration };
}

/**
 * An analysis of which a part is there, and all else is made when somebody asks for it.
 *
 * @param open makes the analysis that says the same as the part
 */
export function lazyAnalysis(told: ToldFirst, open: () => LiveAnalysis): LiveAnalysis & { readonly isOpen: boolean } {
  let opened: LiveAnalysis | undefined;
  let isUpdated = false;
  const whole = (): LiveAnalysis => {
    opened ??= open();
    return opened;
  };
  const rest = <Name extends keyof ProjectAnalysis>(name: Name): ProjectAnalysis[Name] => whole().analysis[name];
  const first: ProjectAnalysis = {
    ...told,
    get assets() {
      return rest("assets");
    },
    get checkSteps() {
      return rest("checkSteps");
    },
    get selections() {
      return rest("selections");
    },
    get unnamed() {
      return rest("unnamed");
    },
    get graph() {
      return rest("graph");
    },
    get diagnostics() {
      return rest("diagnostics");
    },
    get assetsOf() {
      return rest("assetsOf");
    },
    get checkStepsOf() {
      return rest("checkStepsOf");
    },
    get selectionsOf() {
      return rest("selectionsOf");
    },
    get changes() {
      return rest("changes");
    },
    get resourceKeys() {
      return rest("resourceKeys");
    },
    get resourcesKnown() {
      return rest("resourcesKnown");
    },
    get complete() {
      return rest("complete");
    },
    get entry() {
      // It is absent where there is none, and undefined says the same.
      return rest("entry") as NonNullable<ProjectAnalysis["entry"]>;
    },
    get definingFiles() {
      return rest("definingFiles");
    },
    get files() {
      return rest("files");
    },
  };
  return {
    get isOpen() {
      return opened !== undefined;
    },
    update(changed) {
      isUpdated = true;
      return whole().update(changed);
    },
    get analysis() {
      return isUpdated ? whole().analysis : first;
    },
    get sources() {
      return whole().sources;
    },
    prepare: () => whole().prepare(),
    save: () => whole().save(),
    importersOf: (file) => whole().importersOf(file),
    resolve: (file, specifier) => whole().resolve(file, specifier),
    holdsData: (file, reference) => whole().holdsData(file, reference),
  };
}
