import {
  type AssetDeclaration,
  type CheckedDeclarations,
  checkDeclaration,
  checkNeededResources,
  familyOptions,
  type ProvidedResources,
  UNKNOWN,
  UNNAMED,
} from "@headwater/model";
import type { KeyPath, KnownKeys } from "../evaluate/evaluation.ts";
import { type PlainKey, plainOptions } from "../evaluate/plainData.ts";
import type { Reads } from "../evaluate/reads.ts";
import {
  type AssetSite,
  type AssetValue,
  type ObjectValue,
  type OutputValue,
  unknownValue,
  type Value,
} from "../evaluate/value.ts";
import { entriesAs, keyOptions, keyValue, layOut, type References } from "./layOut.ts";
import { type AssetReader, type AssetReading, isComputeUnknown, isFolded } from "./readAsset.ts";
import { type SpecChanges, specChangesOf } from "./specChanges.ts";
import { whyKeyUnknown } from "./whyKeyUnknown.ts";

/** What is known of the project's resources. */
export interface Circumstances extends Pick<AssetDeclaration, "resourceKeys" | "resourcesIncomplete"> {
  readonly provided: ProvidedResources;
}

/** A call with what the rules make of it. */
export interface Declared {
  /** With the options as they were declared; paths of findings lead through them. */
  readonly reading: AssetReading;
  readonly checked: CheckedDeclarations;
  /** Where keys were changed afterwards to what cannot be known. */
  readonly keysUnknown?: SpecChanges["keysUnknown"];
}

/** Applies the rules to calls. */
export interface Declarer {
  readonly keys: KnownKeys;
  declare(site: AssetSite, circumstances: Circumstances): Declared;
  /** Says whether all names of constants are there: what has no key then has none. */
  namesAreKnown(known: boolean): void;
  /** The files that asked for keys which were not known, before all names were there. */
  takeTooEarly(): ReadonlySet<string>;
  /** Forgets the keys of what a file declares. */
  forget(home: string): void;
  /** The keys of a site as text. */
  keysDigest(site: AssetSite): string;
  /** What a site declares, as text. */
  specsDigest(site: AssetSite): string;
}

/** The keys that one call gives. */
interface SiteKeys {
  readonly known: readonly (readonly string[])[];
  readonly byOutput: ReadonlyMap<string, readonly string[]>;
  /** Why there may be others. */
  readonly reason?: string;
  /** Whether it is one asset that will never have a key, since nothing names it. */
  readonly unnamed?: true;
}

const selfReference = "the key of an asset that refers to itself";
const noResources: Circumstances = { resourceKeys: new Set(), resourcesIncomplete: true, provided: {} };

/**
 * Makes a declarer.
 *
 * @param fallbackNames the names of exported constants; it may be filled after the declarer was made
 */
export function createDeclarer(
  reader: Pick<AssetReader, "read" | "forgetSite">,
  reads: Reads,
  fallbackNames: ReadonlyMap<AssetSite, string>,
): Declarer {
  const known = new Map<string, Map<AssetSite, SiteKeys>>();
  const tooEarly = new Set<string>();
  const { read } = reader;
  /** Sites whose keys are being looked for, with whether they were asked for meanwhile. */
  const running = new Map<AssetSite, boolean>();
  const looking = new Set<AssetSite>();
  let namesKnown = false;
  let depth = 0;

  const keysIn = (site: AssetSite): SiteKeys => {
    const keys = reads.within(site.home, () => ownKeys(site));
    reads.note(site.home, `keys ${site.id}`, () => keysDigest(keys));
    const home = reads.home();
    if (keys.reason !== undefined && !namesKnown) for (const each of [site.home, home ?? site.home]) tooEarly.add(each);
    return keys;
  };
  const ownKeys = (site: AssetSite): SiteKeys => {
    let own = known.get(site.home);
    if (own === undefined) {
      own = new Map();
      known.set(site.home, own);
    }
    const before = own.get(site);
    if (before !== undefined) {
      if (running.has(site)) running.set(site, true);
      return before;
    }
    running.set(site, false);
    // A name that is made of its own key ends here.
    own.set(site, { known: [], byOutput: new Map(), reason: selfReference });
    depth++;
    const reading = read(site);
    const options = reading.options?.kind === "object" ? keyOptions(reading.options, references) : undefined;
    const { checked, keysUnknown } = check(reading, options, { ...noResources, keysAlone: true });
    depth--;
    // What refers to its own key in anything but its key has it from now on.
    if (running.get(site)) reader.forgetSite(site);
    running.delete(site);
    const found = checked.specs.map(({ key }) => key.path);
    const byOutput = new Map(
      checked.specs.flatMap(({ key, outputName }) => (outputName === undefined ? [] : [[outputName, key.path] as const])),
    );
    const isMissing = checked.keyUnknown || found.length === 0;
    const unnamed =
      !checked.keyUnknown && checked.findings.some(({ code, path }) => code === "missing-name" && path.length === 0);
    const why = isMissing ? { reason: `the key of an asset that is ${whyKeyUnknown(reading, keysUnknown).reason}` } : {};
    const keys: SiteKeys = { known: found, byOutput, ...why, ...(unnamed ? { unnamed } : {}) };
    // A constant's name may come later, and what was asked for on the way to another key may seem to refer to itself.
    if (isMissing && !(namesKnown && depth === 0)) own.delete(site);
    else own.set(site, keys);
    return keys;
  };

  const keys: KnownKeys = {
    keyOf(site) {
      const { known: found, reason } = keysIn(site);
      return found[0] ?? reason ?? selfReference;
    },
    keysOf: keysIn,
    keyOfOutput(site, name): KeyPath | undefined {
      const { byOutput, reason } = keysIn(site);
      return byOutput.get(name) ?? reason;
    },
    outputNames(site) {
      if (looking.has(site)) return undefined;
      looking.add(site);
      try {
        const { options } = read(site);
        const outs = options?.kind === "object" ? options.entries.get("outs")?.value : undefined;
        return outs?.kind === "object" && outs.doubt === undefined ? [...outs.entries.keys()] : undefined;
      } finally {
        looking.delete(site);
      }
    },
  };

  const plainKey = (value: AssetValue | OutputValue): PlainKey => {
    if (value.kind === "output") {
      const path = keys.keyOfOutput(value.site, value.name);
      return typeof path === "string" ? UNKNOWN : path;
    }
    const { known: found, unnamed } = keysIn(value.site);
    return found[0] ?? (unnamed && namesKnown ? UNNAMED : UNKNOWN);
  };

  const references: References = {
    keys,
    settingsOf(asset) {
      const { options } = read(asset.site);
      if (options !== undefined && options.kind !== "object")
        return unknownValue("made of options that are not known", asset.origin);
      const settings: ObjectValue = { ...(options ?? entriesAs([], asset.origin)), origin: asset.origin };
      return isRekeyed(asset.site) ? afterChanges(asset, settings) : settings;
    },
  };

  /** What is described under another key has other dependencies too. */
  const afterChanges = ({ site, origin }: AssetValue, settings: ObjectValue): Value => {
    const declared = declare(site, noResources);
    reads.note(site.home, `specs ${site.id}`, () => specsDigest(declared));
    const { checked } = declared;
    const [spec] = checked.specs;
    if (spec === undefined) return checked.keyUnknown ? unknownValue("an asset whose key is not known", origin) : settings;
    const deps = spec.deps.map(({ key, partitionMapping, partitionMappingUnknown }) =>
      entriesAs(
        [
          ["asset", keyValue(key.path, origin)],
          ...(partitionMapping === undefined && !partitionMappingUnknown
            ? []
            : [["partitionMapping", unknownValue("told elsewhere", origin)] as const]),
        ],
        origin,
      ),
    );
    const doubt = spec.depsIncomplete ? { doubt: unknownValue("not all known", origin) } : {};
    const changed = entriesAs(
      [
        ["key", keyValue(spec.key.path, origin)],
        ["deps", { kind: "list", items: deps, origin, ...doubt }],
      ],
      origin,
    );
    return { ...settings, entries: new Map([...settings.entries, ...changed.entries]) };
  };

  const fallbackNameOf = (site: AssetSite, { functionName }: AssetReading): string | undefined => {
    for (let at: AssetSite | undefined = site; functionName === undefined && at !== undefined; at = originOf(at)) {
      const name = fallbackNames.get(at);
      if (name !== undefined) return name;
    }
    return functionName;
  };

  const check = (
    reading: AssetReading,
    options: ObjectValue | undefined,
    { keysAlone, provided, ...circumstances }: Circumstances & { readonly keysAlone?: boolean },
  ): Pick<Declared, "checked" | "keysUnknown"> => {
    const { site } = reading;
    const computeUnknown = isComputeUnknown(reading);
    // Of a function that is not to be seen not even the name is known.
    const fallbackName = computeUnknown ? undefined : fallbackNameOf(site, reading);
    const { changes, keysUnknown, depsUnknown } = specChangesOf(site, references, plainKey);
    const plain = options === undefined ? {} : plainOptions(options, plainKey);
    const { takes } = familyOptions[site.family];
    const checked = checkDeclaration({
      ...circumstances,
      family: site.family,
      options: keysAlone ? Object.fromEntries(Object.entries(plain).filter(([name]) => Object.hasOwn(takes, name))) : plain,
      optionsIncomplete:
        reading.argumentsUnknown ||
        (reading.options !== undefined && (reading.options.kind !== "object" || reading.options.doubt !== undefined)),
      nameRequired: !computeUnknown,
      parameters: keysAlone ? { kind: "unknown" } : reading.parameters,
      changes,
      ...(fallbackName === undefined ? {} : { fallbackName }),
    });
    const specs = depsUnknown ? checked.specs.map((spec) => ({ ...spec, depsIncomplete: true })) : checked.specs;
    const findings = [...checked.findings, ...checkNeededResources(checked, plain, provided)];
    if (keysUnknown === undefined) return { checked: { ...checked, specs, findings } };
    return { checked: { ...checked, specs: [], keyUnknown: true }, keysUnknown };
  };

  const declare = (site: AssetSite, circumstances: Circumstances): Declared =>
    reads.within(site.home, () => declareHere(site, circumstances));
  const declareHere = (site: AssetSite, circumstances: Circumstances): Declared => {
    const reading = read(site);
    if (reading.options?.kind !== "object") return { reading, ...check(reading, undefined, circumstances) };
    const { options, findings } = layOut(reading.options, references);
    const { checked, ...more } = check(reading, options, circumstances);
    return {
      reading: { ...reading, options: withAttributes(options, site) },
      checked: { ...checked, findings: [...findings, ...checked.findings] },
      ...more,
    };
  };

  return {
    keys,
    declare,
    namesAreKnown(isKnown) {
      namesKnown = isKnown;
    },
    takeTooEarly() {
      const homes = new Set(tooEarly);
      tooEarly.clear();
      return homes;
    },
    forget: (home) => void known.delete(home),
    keysDigest: (site) => keysDigest(reads.within(site.home, () => ownKeys(site))),
    specsDigest: (site) => specsDigest(declare(site, noResources)),
  };
}

function keysDigest({ known, byOutput, reason, unnamed }: SiteKeys): string {
  return JSON.stringify([known, [...byOutput], reason, unnamed]);
}

function specsDigest({ checked }: Declared): string {
  return JSON.stringify([checked.keyUnknown, checked.specs.map(({ key, deps, depsIncomplete }) => [key, deps, depsIncomplete])]);
}

function isRekeyed(site: AssetSite): boolean {
  for (let at = site; at.changed !== undefined; at = at.changed.from) if (!isFolded(at)) return true;
  return false;
}

/** The call that a changed one keeps beside its own, as loading does. */
function originOf(site: AssetSite): AssetSite | undefined {
  if (site.changed === undefined) return undefined;
  return isFolded(site) ? originOf(site.changed.from) : site.changed.from;
}

/** The options with the attributes that stand over them: that is where a path is meant to lead. */
function withAttributes(options: ObjectValue, site: AssetSite): ObjectValue {
  const { changed } = site;
  if (changed === undefined) return options;
  const before = withAttributes(options, changed.from);
  if (isFolded(site) || !("attributes" in changed.change) || changed.change.attributes.kind !== "object") return before;
  return { ...before, entries: new Map([...before.entries, ...changed.change.attributes.entries]) };
}
