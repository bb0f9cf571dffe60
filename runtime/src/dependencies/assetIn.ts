import type { AssetKey } from "@headwater/model";
import type { AnyAsset } from "../assets/assetsDefinition.ts";
import type { AssetOutput } from "../assets/multiAssetDefinition.ts";
import { type Branded, brandOf } from "../brand.ts";
import type { PartitionMapping } from "../partitions/partitionMapping.ts";

/** Where an input comes from and how it is loaded (spec 2.2): an entry of `ins`. */
export interface AssetIn<out T = unknown> extends Branded<"assetIn", T> {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What `AssetIn()` takes. */
export interface AssetInOptions<K extends AnyAsset | AssetOutput | AssetKey | string | readonly string[]> {
  /** The upstream: an asset or an output of `multiAsset()` (which type the input), text (one segment), a list of segments or a key. Not with `keyPrefix`. */
  readonly key?: K;
  /** Segments before the input's name, which together are the upstream's key: text is one segment. Not with `key`. */
  readonly keyPrefix?: string | readonly string[];
  /** What the I/O manager may want to know when it loads the input. Handed to it as it is. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The I/O manager that loads the input, by its name in `Definitions({ ioManagers })`. Without it: the upstream's. */
  readonly inputManagerKey?: string;
  /**
   * How partitions map; inferred if left out (spec 5.5). Validated and carried; a run does not act on it yet.
   *
   * Errors: `invalid-partition-mapping`, and those of {@link PartitionMapping}.
   */
  readonly partitionMapping?: PartitionMapping;
}

// biome-ignore lint/suspicious/noExplicitAny: an upstream that is named by its key has a type that is not known here.
type Held<K> = K extends Branded<"asset" | "assetOutput", infer T> ? T : any;

/**
 * Describes an input, as an entry of `ins` (spec 2.2). What is wrong in it is reported by the `asset()` that takes it.
 *
 * @example asset({ ins: { raw: AssetIn({ key: ["sales", "raw_orders"] }) } }, ({ raw }) => …)
 */
export function AssetIn<const K extends AnyAsset | AssetOutput | AssetKey | string | readonly string[]>(
  options: AssetInOptions<K> = {},
): AssetIn<Held<K>> {
  return { "~headwater": { kind: "assetIn" }, settings: { ...options } };
}

/** Whether a value was made by `AssetIn()`. */
export function isAssetIn(value: unknown): value is AssetIn {
  return brandOf(value) === "assetIn";
}
