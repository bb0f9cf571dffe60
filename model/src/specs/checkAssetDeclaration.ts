import type { Finding } from "../findings/finding.ts";
import { stepNameOf } from "../keys/assetKey.ts";
import { attributesOf, checkAttributes } from "./attributes.ts";
import { checksOf } from "./checks.ts";
import type { AssetDeclaration, AssetSpec } from "./declaration.ts";
import { dependenciesOf } from "./dependencies.ts";
import { familyOptions } from "./familyOptions.ts";
import { identityOf } from "./identity.ts";
import { defaultIoManagerKey } from "./ioManagerKey.ts";
import { checkOptionKinds, givenOptions } from "./options.ts";
import { text } from "./optionValues.ts";
import { checkBackfillPolicy, partitioningOf } from "./partitioning.ts";
import { checkStepSettings, stepSettingsOf } from "./stepSettings.ts";
import { isUnknown } from "./unknown.ts";

/** What the rules make of a declaration. */
export interface CheckedDeclaration {
  /** Absent where the key is wrong or cannot be known. */
  readonly spec?: AssetSpec;
  /** True where only the key's value is missing: it exists, but cannot be known without running the code. */
  readonly keyUnknown: boolean;
  /** Everything that is wrong, all at once, in the order of the options. */
  readonly findings: readonly Finding[];
}

/** Applies every declaration rule of spec section 1 and 2.1 to 2.3 to one `asset()` or `graphAsset()` call. */
export function checkAssetDeclaration(given: AssetDeclaration): CheckedDeclaration {
  const table = familyOptions[given.family === "graphAsset" ? "graphAsset" : "asset"];
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const declaration = { ...given, options };
  const kinds = checkOptionKinds(options, table);
  const identity = identityOf(declaration);
  const dependencies = dependenciesOf(declaration, identity.key);
  const own = identity.key === undefined || isUnknown(identity.key) ? undefined : [identity.key];
  const checks = checksOf(options.checkSpecs, own);
  const findings = [
    ...kinds,
    ...identity.findings,
    ...dependencies.findings,
    ...checkAttributes(options),
    ...checkStepSettings(options),
    ...checkBackfillPolicy(options.backfillPolicy, options.partitionsDef),
    ...checks.findings,
  ];
  const { key } = identity;
  if (key === undefined) return { keyUnknown: false, findings };
  if (isUnknown(key)) return { keyUnknown: true, findings };
  const spec: AssetSpec = {
    key,
    stepName: stepNameOf(key),
    materializable: true,
    deps: dependencies.deps,
    depsIncomplete: dependencies.incomplete,
    ...attributesOf(options),
    ...(given.optionsIncomplete && options.codeVersion === undefined ? { codeVersionUnknown: true } : {}),
    ioManagerKey: text(options.ioManagerKey) ?? defaultIoManagerKey,
    ...stepSettingsOf(options, dependencies.resources),
    outputRequired: options.outputRequired !== false,
    checks: checks.checks,
    ...partitioningOf(options.partitionsDef, options.backfillPolicy),
  };
  return { spec, keyUnknown: false, findings };
}
