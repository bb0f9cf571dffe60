import { parseSelectOption } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, readEntries, readText, wrongOption } from "../options/readOptions.ts";
import { type AssetSelection, isAssetSelection } from "../selection/assetSelection.ts";

/** A selection of assets under a name (spec 3): an entry of `Definitions({ jobs })`. */
export interface JobDefinition extends Branded<"job"> {
  readonly name: string;
  readonly selection: string | AssetSelection;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What `defineJob()` takes. */
export interface JobOptions {
  /** Letters A to Z, digits and `_`, not beginning with two underscores: such names are ours. Each name once. */
  readonly name: string;
  /** The assets that it computes: text such as `group:sales`, or an AssetSelection. All, if left out. */
  readonly selection?: string | AssetSelection;
  readonly description?: string;
  /** Tags of the runs that it starts. */
  readonly tags?: Readonly<Record<string, string>>;
}

const jobName = /^(?!__)[A-Za-z0-9_]+$/;

/**
 * Names a selection of assets that are computed together (spec 3). Accepted, validated and carried: nothing starts it yet.
 *
 * @throws TypeError for an unknown option, and for one of the wrong kind; SelectionError for a selection that cannot be read
 */
export function defineJob(given: JobOptions): JobDefinition {
  checkOptionNames("defineJob", given, ["name", "selection", "description", "tags"]);
  const { name, selection = "*" } = given;
  if (typeof name !== "string" || !jobName.test(name)) {
    throw wrongOption("defineJob", "name", "a name of letters, digits and _ that does not begin with __", name);
  }
  if (typeof selection === "string") parseSelectOption(selection);
  else if (!isAssetSelection(selection)) throw wrongOption("defineJob", "selection", "text or an AssetSelection", selection);
  return {
    "~headwater": { kind: "job" },
    name,
    selection,
    ...readText("defineJob", "description", given.description),
    tags: readEntries("defineJob", "tags", given.tags),
  };
}

/** Whether a value was made by `defineJob()`. */
export function isJob(value: unknown): value is JobDefinition {
  return brandOf(value) === "job";
}
