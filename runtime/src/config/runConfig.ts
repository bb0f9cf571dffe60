import { closest, type RunPlan, type StepKey } from "@headwater/model";
import { callOf } from "../assets/assetCall.ts";
import type { LoadedProject } from "../engine/loadDefinitions.ts";
import { isConfigSchema, issueText } from "./configSchema.ts";

/** The configuration of a run: by the key of an asset, as in `a/b`, or by the name of a `multiAsset()`. */
export type RunConfig = Readonly<Record<string, unknown>>;

/** Configuration that does not fit. Nothing has run. */
export class RunConfigError extends Error {
  override readonly name = "RunConfigError";
  readonly code = "invalid-config";
}

/**
 * Checks the configuration of a run against the schemas of its steps.
 *
 * @returns for each step with a schema what that made of its configuration
 * @throws RunConfigError with everything that does not fit
 */
export async function checkRunConfig(
  project: LoadedProject,
  plan: RunPlan,
  config: RunConfig,
): Promise<ReadonlyMap<StepKey, unknown>> {
  const problems: string[] = [];
  const made = new Map<StepKey, unknown>();
  const known = new Set<string>();
  for (const { key, assets } of plan.steps) {
    const [first] = assets;
    const definition = first === undefined ? undefined : project.assets.get(first);
    const spec = first === undefined ? undefined : project.graph.nodes.get(first)?.spec;
    const schema = definition === undefined ? undefined : callOf(definition).options.configSchema;
    if (first === undefined || !isConfigSchema(schema)) continue;
    const name = spec?.unit === undefined ? first : spec.stepName;
    known.add(name);
    const result = await schema["~standard"].validate(Object.hasOwn(config, name) ? config[name] : {});
    if (result.issues === undefined) made.set(key, result.value);
    else problems.push(...result.issues.map((issue) => `The configuration of "${name}" does not fit: ${issueText(issue)}.`));
  }
  for (const name of Object.keys(config)) {
    if (known.has(name)) continue;
    const [guess] = closest(name, known);
    const mend = guess === undefined ? "Leave it out." : `Did you mean "${guess}"?`;
    problems.push(`No asset of this run that takes configuration is named "${name}". ${mend}`);
  }
  if (problems.length > 0) throw new RunConfigError(problems.join("\n"));
  return made;
}
