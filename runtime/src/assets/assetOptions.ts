import type { AssetKey, AssetOption } from "@headwater/model";
import type { AutomationCondition } from "../automation/automationCondition.ts";
import type { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import type { ConfigSchema } from "../config/configSchema.ts";
import type { AssetDep } from "../dependencies/assetDep.ts";
import type { BackfillPolicy } from "../partitions/backfillPolicy.ts";
import type { PartitionsDefinition } from "../partitions/partitionsDefinition.ts";
import type { RetryPolicy } from "../retries/retryPolicy.ts";
import type { AnyAsset } from "./assetsDefinition.ts";
import type { InputReferences } from "./inputTypes.ts";
import type { AnyMultiAsset, AssetOutput } from "./multiAssetDefinition.ts";
import type { KeyText } from "./register.ts";

/**
 * An upstream in `deps`: an asset, an output of `multiAsset()` or all its assets, text (one segment), a list of segments, a
 * key, or `AssetDep(…)`.
 */
export type DependencyReference = AnyAsset | AnyMultiAsset | AssetOutput | AssetKey | KeyText | readonly string[] | AssetDep;

/**
 * The options of `asset()`. Each is validated where the asset is declared; the codes below stand in the error's findings.
 * The type parameters follow what is given: `I` is `ins`, `Q` the names in `requiredResourceKeys`, `N` the name.
 */
export interface AssetOptions<
  I extends InputReferences | undefined = InputReferences | undefined,
  Q extends string = string,
  N extends string = string,
> {
  /**
   * The last segment of the key: letters A to Z, digits, `_` and `-`. Left out: the compute function's name, else that of
   * the exported constant. Not with `key`.
   *
   * Errors: `invalid-name`, `reserved-name`, `unsafe-key`, `key-too-long`, `slash-in-key-part`, `missing-name`,
   * `key-with-name`. Spec 1.1.
   */
  readonly name?: N;
  /**
   * The segments before the name: text is one segment, a list has one each. It says nothing about the inputs' keys. Not
   * with `key`.
   *
   * Errors: `invalid-key`, `unsafe-key`, `key-too-long`, `slash-in-key-part`, `key-with-name`. Spec 1.1.
   */
  readonly keyPrefix?: string | readonly string[];
  /**
   * The whole key: text (one segment), a list of segments or `AssetKey(…)`. Not with `name` or `keyPrefix`.
   *
   * A name of a device on Windows (`con`, `nul`, `com1`, …) and a key of more than 512 characters are refused.
   *
   * Errors: `invalid-key`, `invalid-name`, `reserved-name`, `unsafe-key`, `key-too-long`, `slash-in-key-part`,
   * `key-with-name`. Spec 1.1.
   */
  readonly key?: AssetKey | string | readonly string[];
  /**
   * Where inputs come from: the name that the compute function destructures, to an asset (which types the input), a key,
   * text (one segment) or `AssetIn({ … })`. A name that is left out here is read from the asset of that name.
   *
   * Errors: `input-without-parameter`, `input-key-with-prefix`, `input-in-ins-and-deps`, `invalid-key`, `self-dependency`,
   * `no-time-dimension`. Spec 2.2, 2.6.
   */
  readonly ins?: I;
  /**
   * Assets that are computed first, without their values being loaded: assets, keys, texts (one segment) or
   * `AssetDep(…)`. A key that no asset has is taken to be external.
   *
   * Errors: `duplicate-dependency`, `input-in-ins-and-deps`, `invalid-key`, `self-dependency`, `no-time-dimension`. Spec
   * 2.3, 2.6.
   */
  readonly deps?: readonly DependencyReference[];
  /**
   * What is worth knowing about the asset itself, by name: texts, numbers, booleans, null, dates, lists, plain objects, keys
   * and what the functions of `MetadataValue` make. Anything else is kept as a text that names its class. Spec 1.2, 4.2.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * Labels to search by: keys of 1 to 63 letters, digits, `_`, `-` or `.`, with at most one namespace of the same form
   * before a slash; values of 0 to 63 of the same characters.
   *
   * Errors: `invalid-tag`. Spec 1.3.
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** What the asset is, for people: text, shown as Markdown. Spec 1.2. */
  readonly description?: string;
  /**
   * Names of resources that the compute function takes beside its inputs. Names that `Definitions({ resources })` has need
   * not stand here, but are typed in the compute function only if they do or are registered.
   *
   * Errors: `unknown-resource` (when the project is loaded). Spec 1.2, 4.9.
   */
  readonly requiredResourceKeys?: readonly Q[];
  /**
   * The I/O manager that stores the value, by its name in `Definitions({ ioManagers })`. Left out: `ioManager`, which
   * keeps values in files of the project unless the project defines it otherwise.
   *
   * Errors: `unknown-resource` (when the project is loaded). Spec 1.2, 4.8.
   */
  readonly ioManagerKey?: string;
  /** How the asset is divided into partitions. Accepted and carried; not acted on yet. Spec 5. */
  readonly partitionsDef?: PartitionsDefinition;
  /**
   * How a backfill is cut into runs. Left out: one partition a run. Validated and carried; a run does not act on it yet.
   *
   * Errors: `multi-run-without-partitions`. Spec 1.2, 5.6.
   */
  readonly backfillPolicy?: BackfillPolicy;
  /**
   * Labels of the step that computes the asset: texts, or values that JSON can hold, which are kept as their JSON.
   * `dagster/priority` is a whole number; the higher starts first.
   *
   * Errors: `invalid-option`, `pool-conflict`. Spec 1.2.
   */
  readonly opTags?: Readonly<Record<string, unknown>>;
  /**
   * The group that shows the asset: letters A to Z, digits and `_`, nested with slashes as in `marketing/email`. Left
   * out: `default`.
   *
   * Errors: `invalid-group-name`. Spec 1.4.
   */
  readonly groupName?: string;
  /**
   * False where the compute function, as a generator, may produce nothing: the assets downstream are skipped then. True if
   * left out. Spec 1.2, 4.1.
   */
  readonly outputRequired?: boolean;
  /** When the asset asks to be materialized by itself. Accepted and carried; not acted on yet. Spec 6. */
  readonly automationCondition?: AutomationCondition;
  /**
   * When and how often a failed step is tried again. Left out: it is not, unless the run says otherwise.
   *
   * Errors: `invalid-retry-policy`, `unknown-option`. Spec 1.7.
   */
  readonly retryPolicy?: RetryPolicy;
  /** The version of the code, as text: what it says is up to you. Accepted and carried; not acted on yet. Spec 7. */
  readonly codeVersion?: string;
  /**
   * Checks that the compute function evaluates itself: it returns a result for each, in `checkResults` of its
   * `MaterializeResult` or yielded.
   *
   * Errors: `invalid-check`, `duplicate-check`. Spec 1.6.
   */
  readonly checkSpecs?: readonly AssetCheckSpec[];
  /**
   * Who to ask: e-mail addresses and teams written as `team:name`.
   *
   * Errors: `invalid-owner`. Spec 1.5.
   */
  readonly owners?: readonly string[];
  /**
   * What it is made with, shown as labels: at most 10, each of 1 to 63 letters, digits, `_`, `-` or `.`.
   *
   * Errors: `invalid-kind`, `too-many-kinds`. Spec 1.3.
   */
  readonly kinds?: readonly string[];
  /**
   * What configuration a run has to give the asset: a schema of zod, valibot, arktype or any other library with the
   * Standard Schema interface. The compute function takes what it makes of the configuration as `config`, beside its
   * inputs; `materialize([…], { config: { key: … } })` gives it.
   *
   * Errors: `invalid-option`; RunConfigError when a run is started with what does not fit. Spec 1.2, 2.1.
   */
  readonly configSchema?: ConfigSchema;
  /**
   * The pool whose slots limit how many such steps run at a time.
   *
   * Errors: `pool-conflict`. Spec 1.8.
   */
  readonly pool?: string;
}

/** Fails to compile when the rules know an option that is missing above, or the other way round. */
export type OptionsAgree = [Exclude<AssetOption, keyof AssetOptions>, Exclude<keyof AssetOptions, AssetOption>] extends [
  never,
  never,
]
  ? true
  : never;
