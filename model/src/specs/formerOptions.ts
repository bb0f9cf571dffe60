/** What options were called in Dagster before, in camelCase, with what they are called since then. */
const renamed: Readonly<Record<string, string>> = {
  autoMaterializePolicy: "automationCondition",
  computeKind: "kinds",
  nonArgumentDeps: "deps",
  opVersion: "codeVersion",
};

/** What Dagster takes, or took, as an option of an asset and Headwater as one of `Definitions`. */
const moved: Readonly<Record<string, string>> = {
  ioManagerDef: "ioManagers",
  resourceDefs: "resources",
};

/** What became of an option that Dagster has or had: another name, or another place. */
export interface FormerOption {
  readonly now?: string;
  readonly inDefinitions?: string;
}

/** Looks an option up by its name in camelCase or, as in Python, with underscores. */
export function formerOption(option: string): FormerOption | undefined {
  const name = option.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(renamed, name)) return { now: renamed[name] as string };
  return Object.hasOwn(moved, name) ? { inDefinitions: moved[name] as string } : undefined;
}
