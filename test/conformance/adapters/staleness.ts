import { createHash } from "node:crypto";
import {
  allSubset,
  compareStaleCauses,
  computeDataVersion,
  createDataVersionLog,
  createPartitionLookup,
  createPartitions,
  createStaleStatusResolver,
  type DataVersionRecord,
  dataVersionOf,
  inputEventPointerTagPrefix,
  type KeyId,
  keysOfSubset,
  type PartitionLookup,
  type PartitionsContext,
  partitionDependencyThreshold,
  type StaleCause,
  type StaleStatusResolver,
} from "@headwater/model";
import { type AssetContext, DataVersion, Definitions, Output } from "headwater";
import { type LoadedProject, loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { declaredId } from "../harness/answers.ts";
import { makeInstance, makePast, makeStorage, type Past, type Storage } from "../harness/instance.ts";
import { type Body, declareAll, optional, type Written } from "./declarations.ts";

export const adapter: Adapter = {
  remarks: ["warning"],
  async run({ given, expect }) {
    if ("causes" in given) {
      const causes: readonly StaleCause[] = given.causes;
      return { sorted: [...causes].sort(compareStaleCauses).map(({ category }) => category) };
    }
    const scene = makeScene(given.assets);
    for (const step of given.steps) await carryOut(step, scene);
    return answers(scene, expect, given.settings ?? {});
  },
};

/** A project that is redefined and run step by step. */
interface Scene {
  assets: Written[];
  project: LoadedProject;
  readonly past: Past;
  readonly storage: Storage;
  /** What was recorded, in its order. */
  readonly records: DataVersionRecord[];
  /** What the functions are to give, as the step at hand says. */
  step: Written;
}

function makeScene(assets: readonly Written[]): Scene {
  const log = createDataVersionLog();
  const records: DataVersionRecord[] = [];
  const add = (record: DataVersionRecord) => {
    records.push(record);
    log.add(record);
  };
  const scene = { assets: assets.map(withKeys), past: { ...makePast(), log: { ...log, add } }, records, step: {} };
  const whole = Object.assign(scene, { storage: makeStorage(), project: undefined as unknown as LoadedProject });
  whole.project = projectOf(whole);
  return whole;
}

/** The table tells the keys of one definition by a sentence. */
function withKeys(written: Written): Written {
  if (typeof written.partitions?.keys !== "string") return written;
  const keys = Array.from({ length: partitionDependencyThreshold }, (_, key) => String(key));
  return { ...written, partitions: { ...written.partitions, keys } };
}

function projectOf(scene: Scene): LoadedProject {
  const assets = declareAll(scene.assets, (written) => bodyOf(written, scene)) as never;
  const definitions = Definitions({ assets });
  const project = loadDefinitions([{ file: "case.ts", exports: { default: definitions } }], { entry: "case.ts" });
  // What is external has a value that others can load; so has what depends on itself.
  for (const id of project.graph.nodes.keys()) scene.storage.values.set(id, 1);
  return project;
}

function bodyOf(written: Written, scene: Scene): Body {
  if (written.kind === "observable") return () => DataVersion(scene.step.dataVersion);
  if (written.kind !== "multi") return () => output(written.name, scene.step);
  return function* (_: object, context: AssetContext) {
    for (const outputName of context.selectedOutputNames) yield output(outputName, scene.step, { outputName });
  };
}

function output(name: string, { dataVersion, resultSays }: Written, settings: object = {}): Output {
  const version = dataVersion?.[name];
  const pointers = Object.entries(resultSays?.upstreamEventId ?? {}).map(([key, id]) => [inputEventPointerTagPrefix + key, id]);
  return Output(1, {
    ...settings,
    ...optional("dataVersion", version === undefined ? undefined : DataVersion(version)),
    ...optional("tags", pointers.length === 0 ? undefined : Object.fromEntries(pointers.map(([tag, id]) => [tag, `${id}`]))),
  });
}

async function carryOut(step: Written, scene: Scene): Promise<void> {
  scene.step = step;
  switch (step.do) {
    case "materialize":
      return materialize(step, scene);
    case "observe": {
      const id = declaredId({ name: step.asset });
      if (scene.project.graph.nodes.get(id)?.spec?.observable !== true) throw new NotImplemented("observations from outside");
      return run(scene, [id], undefined);
    }
    case "redefine": {
      const changed = new Map<string, Written>(step.assets.map((written: Written) => [written.name, withKeys(written)]));
      const kept = scene.assets.map((written) => changed.get(written.name) ?? written);
      const joined = [...changed.values()].filter(({ name }) => !scene.assets.some((written) => written.name === name));
      scene.assets = [...kept, ...joined];
      scene.project = projectOf(scene);
      return;
    }
    case "event": {
      const eventId = ++scene.past.lastId;
      const partition = optional<"partition", string>("partition", step.partition);
      scene.past.log.add({ asset: declaredId({ name: step.materialized }), ...partition, eventId, timestamp: eventId });
      return;
    }
    default:
      throw new NotImplemented(`the step ${step.do}`);
  }
}

async function materialize({ assets, partition, partitions }: Written, scene: Scene): Promise<void> {
  const { graph } = scene.project;
  const lookup = lookupOf(scene.project);
  const ids = assets.flatMap((name: string): readonly KeyId[] => {
    const written = scene.assets.find((each) => each.name === name);
    const id = declaredId({ name });
    return graph.nodes.has(id) ? [id] : Object.keys(written?.outs ?? {});
  });
  const isPartitioned = (id: KeyId) => lookup.count(id) !== undefined;
  const [whole, parted] = [ids.filter((id: KeyId) => !isPartitioned(id)), ids.filter(isPartitioned)];
  for (const key of partitions === "all" ? keysOf(scene.project, parted[0]) : [partition]) {
    if (parted.length > 0) await run(scene, parted, key);
  }
  if (whole.length > 0) await run(scene, whole, undefined);
}

async function run(scene: Scene, assets: readonly KeyId[], partition: string | undefined): Promise<void> {
  const { project, storage, past } = scene;
  const instance = makeInstance(project, storage, past, { ...optional("partition", partition), partitions: lookupOf(project) });
  const { status, thrown } = await instance.run({ assets });
  if (status !== "SUCCESS") throw thrown[0] ?? new Error(`The run ended with ${status}.`);
}

function answers(scene: Scene, expect: Written, { selfDependencyPartitionThreshold }: Written): Got {
  const { graph } = scene.project;
  const resolver = createStaleStatusResolver({
    graph,
    records: scene.past.log,
    partitions: lookupOf(scene.project),
    ...optional("selfDependencyThreshold", selfDependencyPartitionThreshold),
  });
  const at = (asset: string, materialization?: number) => nth(scene.records, asset, materialization);
  const provenance = (asset: string, materialization?: number) => at(asset, materialization).provenance;
  const perAsset = (field: string, answer: (place: string, expected: Written) => unknown) =>
    optional(
      field,
      expect[field] && Object.fromEntries(Object.keys(expect[field]).map((key) => [key, answer(key, expect[field][key])])),
    );
  return {
    ...perAsset("status", (place) => resolver.status(...placeOf(place))),
    ...perAsset("causes", (place) => causesAt(resolver, place)),
    ...perAsset("rootCauses", (place) => resolver.rootCauses(...placeOf(place)).map((cause) => causeAnswer(cause, undefined))),
    ...optional(
      "versions",
      expect.versions?.map((asked: Written) => versionAnswer(asked, at)),
    ),
    ...optional(
      "provenance",
      expect.provenance?.map((asked: Written) => {
        const used = provenance(asked.asset, asked.materialization)?.inputs.get(asked.upstream)?.dataVersion;
        return { ...asked, matches: used === dataVersionOf(at(asked.upstream, asked.ofMaterialization)) };
      }),
    ),
    ...perAsset("codeVersions", (asset) => provenance(asset)?.codeVersion),
    ...perAsset("dataVersionIsFunctionOf", (asset, { codeVersion, inputs }) => {
      const versions = new Map(Object.entries<string>(inputs).map(([key, version]) => [key, { dataVersion: version }]));
      const isSo = dataVersionOf(at(asset)) === computeDataVersion(codeVersion, versions, sha256);
      return isSo ? { codeVersion, inputs } : dataVersionOf(at(asset));
    }),
    ...perAsset("provenanceVersion", (asset, asked) =>
      Object.fromEntries(Object.keys(asked).map((key) => [key, provenance(asset)?.inputs.get(key)?.dataVersion])),
    ),
    ...perAsset("provenanceEventId", (asset, asked) =>
      Object.fromEntries(Object.keys(asked).map((key) => [key, provenance(asset)?.inputs.get(key)?.eventId])),
    ),
  };
}

/** The materialization of an asset that a case counts from 1; the latest if it gives no number. */
function nth(records: readonly DataVersionRecord[], asset: string, materialization?: number): DataVersionRecord {
  const own = records.filter((record) => record.asset === asset);
  const found = materialization === undefined ? own.at(-1) : own[materialization - 1];
  if (found === undefined) throw new Error(`${asset} has no materialization ${materialization ?? ""}.`);
  return found;
}

function versionAnswer(
  { asset, materializations, same: _, ...others }: Written,
  at: (asset: string, n: number) => DataVersionRecord,
) {
  const records: DataVersionRecord[] = materializations.map((n: number) => at(asset, n));
  const codeVersions = new Set(records.map(({ provenance: made }) => made?.codeVersion));
  return {
    asset,
    materializations,
    same: new Set(records.map(dataVersionOf)).size === 1,
    ...("codeVersion" in others ? { codeVersion: codeVersions.size === 1 ? [...codeVersions][0] : [...codeVersions] } : {}),
  };
}

function placeOf(place: string): [KeyId, string?] {
  const [asset = "", partition] = place.split("|");
  return partition === undefined ? [asset] : [asset, partition];
}

function causesAt(resolver: StaleStatusResolver, place: string): Got[] {
  const [asset, partition] = placeOf(place);
  return resolver.staleCauses(asset, partition).map((cause) => causeAnswer(cause, asset));
}

/** A cause as the table writes it: the asset that was asked about goes without saying. */
function causeAnswer(
  { key, partition, category, reason, dependency, dependencyPartition, children }: StaleCause,
  asked?: KeyId,
): Got {
  return {
    ...(key === asked ? {} : { key, ...optional("partition", partition) }),
    category,
    reason,
    ...(key === asked || dependency !== undefined ? { ...optional("dependency", dependency) } : {}),
    ...optional("partition", dependencyPartition ?? (key === asked ? undefined : partition)),
    ...optional(
      "children",
      children?.map((child) => causeAnswer(child)),
    ),
  };
}

/** A moment after all that a case is about. */
const later: PartitionsContext = { now: Date.UTC(2100, 0) };

function lookupOf({ graph }: LoadedProject): PartitionLookup {
  return createPartitionLookup(graph, later);
}

function keysOf({ graph }: LoadedProject, asset: KeyId | undefined): readonly string[] {
  const definition = graph.nodes.get(asset ?? "")?.spec?.partitionsDef;
  if (definition === undefined) return [];
  const partitions = createPartitions(definition, later);
  return [...keysOfSubset(partitions, allSubset(partitions))];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
