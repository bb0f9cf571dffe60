import type { DeclarationFamily } from "./declaration.ts";
import { assetOptions, type OptionTable } from "./options.ts";

const described = {
  groupName: "text",
  description: "text",
  metadata: "an object",
  tags: "an object of texts",
  owners: "a list of texts",
  kinds: "a list of texts",
  codeVersion: "text",
  automationCondition: "an AutomationCondition",
} as const;

const step = {
  requiredResourceKeys: "a list of texts",
  opTags: "an object of values that JSON can hold",
  retryPolicy: "RetryPolicy({ … })",
  pool: "text",
} as const;

const { key, keyPrefix, ins, deps, partitionsDef, backfillPolicy, checkSpecs } = assetOptions;
const name = "text";

/** What `AssetSpec()` takes (spec 3). */
export const assetSpecOptions = { key, deps, ...described, skippable: "true or false", partitionsDef } as const;

/** What `AssetOut()` takes (spec 3, outputs of `multiAsset()`). */
export const assetOutOptions = {
  key,
  keyPrefix,
  ...described,
  ioManagerKey: "text",
  isRequired: "true or false",
  valueless: "true or false",
} as const;

/** What `AssetCheckSpec()` takes (spec 1.6). */
export const assetCheckSpecOptions = {
  name,
  asset: "an asset or a key",
  description: "text",
  additionalDeps: "a list of assets, keys or AssetDep(…)",
  blocking: "true or false",
  metadata: "an object",
  automationCondition: "an AutomationCondition",
} as const;

const internalAssetDeps = "an object of output names to lists of keys";
const outs = "an object of output names to AssetOut({ … })";

const graphMultiAssetOptions = {
  name,
  outs,
  ins,
  deps,
  internalAssetDeps,
  groupName: "text",
  partitionsDef,
  backfillPolicy,
  ...step,
  checkSpecs,
} as const;

const multiAssetOptions = {
  ...graphMultiAssetOptions,
  specs: "a list of AssetSpec({ … })",
  canSubset: "true or false",
} as const;

const observableAssetOptions = {
  name,
  keyPrefix,
  key,
  ...described,
  partitionsDef,
  ioManagerKey: "text",
  ...step,
} as const;

const externalAssetOptions = {
  name,
  keyPrefix,
  ...assetSpecOptions,
  ioManagerKey: "text",
} as const;

const assetCheckOptions = {
  ...assetCheckSpecOptions,
  additionalIns: "an object of input names to assets, keys or AssetIn({ … })",
  ...step,
} as const;

const multiAssetCheckOptions = {
  name,
  specs: "a list of AssetCheckSpec({ … })",
  ins,
  canSubset: "true or false",
  description: "text",
  ...step,
} as const;

/** The options of each function of the family, with what each takes, as errors say it. */
export const familyOptions = {
  asset: { caller: "asset()", takes: assetOptions },
  graphAsset: { caller: "graphAsset()", takes: assetOptions },
  multiAsset: { caller: "multiAsset()", takes: multiAssetOptions },
  graphMultiAsset: { caller: "graphMultiAsset()", takes: graphMultiAssetOptions },
  externalAsset: { caller: "externalAsset()", takes: externalAssetOptions },
  observableAsset: { caller: "observableAsset()", takes: observableAssetOptions },
  assetCheck: { caller: "assetCheck()", takes: assetCheckOptions },
  multiAssetCheck: { caller: "multiAssetCheck()", takes: multiAssetCheckOptions },
} as const satisfies Record<DeclarationFamily, OptionTable>;

/** The names of a function's options. */
export type OptionOf<F extends DeclarationFamily> = keyof (typeof familyOptions)[F]["takes"];

export type AssetSpecOption = keyof typeof assetSpecOptions;
export type AssetOutOption = keyof typeof assetOutOptions;
