import { type AssetKey, finding, toUserString } from "@headwater/model";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import type { AnyAsset } from "../assets/assetsDefinition.ts";
import { type AssetOutput, isMultiAsset } from "../assets/multiAssetDefinition.ts";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import type { PartitionMapping } from "../partitions/partitionMapping.ts";

/** An upstream that is waited for, with settings (spec 2.3): an entry of `deps`. */
export interface AssetDep extends Branded<"assetDep"> {
  readonly asset: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What `AssetDep()` takes beside the asset. */
export interface AssetDepOptions {
  /**
   * How partitions map; inferred if left out (spec 5.5). Validated and carried; a run does not act on it yet.
   *
   * Errors: `invalid-partition-mapping`, and those of {@link PartitionMapping}.
   */
  readonly partitionMapping?: PartitionMapping;
  /** What is worth knowing about the dependency. Accepted and carried; not acted on yet. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Of many assets so many are named. */
const mostNamed = 10;

const settings = ["partitionMapping", "metadata"];

/**
 * Describes a dependency, as an entry of `deps` (spec 2.3). A wrong key is reported by the `asset()` that takes it.
 *
 * @param asset the upstream: an asset, an output of `multiAsset()`, text (one segment), a list of segments or a key
 * @throws TypeError for an unknown option; AssetDefinitionError `ambiguous-dependency` for what computes several assets
 */
export function AssetDep(
  asset: AnyAsset | AssetOutput | AssetKey | string | readonly string[],
  options: AssetDepOptions = {},
): AssetDep {
  if (isMultiAsset(asset)) {
    const keys = asset.keys.slice(0, mostNamed).map(toUserString).join(", ");
    const message = `It takes one asset, but this function computes several: name one of ${keys}, or one of its outs.`;
    throw new AssetDefinitionError("An AssetDep", [finding("ambiguous-dependency", message)]);
  }
  checkOptionNames("AssetDep", options, settings);
  return { "~headwater": { kind: "assetDep" }, asset, settings: { ...options } };
}

/** Whether a value was made by `AssetDep()`. */
export function isAssetDep(value: unknown): value is AssetDep {
  return brandOf(value) === "assetDep";
}
