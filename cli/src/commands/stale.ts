import {
  type AssetNode,
  createDataVersionLog,
  createStaleStatusResolver,
  type DataVersionRecord,
  fromEscapedString,
  type KeyId,
  parseSelectOption,
  readDataVersionRecord,
  resolveSelection,
  type StaleCause,
  type StaleStatusResolver,
  staleCauseText,
  staleUpstreams,
  toUserString,
} from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { hasStore, openStore } from "headwater/engine";
import { exitCodes } from "../commandError.ts";
import { loadedView } from "../loaded/loadedView.ts";
import { loadProject } from "../loaded/loadProject.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { noAssets, nothingSelected } from "../terminal/graph.ts";
import { staleText } from "../terminal/stale.ts";

export interface StaleOptions {
  readonly project: string;
  readonly select: string;
  readonly json?: boolean;
  /** Load the project in a worker process, for what only that knows. */
  readonly loaded?: boolean;
  /** How many seconds loading may take. */
  readonly loadTimeout: number;
}

/** How an asset stands, as the command tells it. */
export interface StaleAsset {
  readonly node: AssetNode;
  readonly status: ReturnType<StaleStatusResolver["status"]>;
  readonly causes: readonly StaleCause[];
  readonly rootCauses: readonly StaleCause[];
  /** Something stale further up. */
  readonly staleUpstream?: KeyId;
  /** What is not known, so that a cause may be missing. */
  readonly unknown: readonly ("codeVersion" | "dependencies" | "partitions")[];
}

/**
 * `headwater stale`: which assets would be computed anew, and why (spec 7). The code as it stands is compared with the
 * history; no user code runs, except with `loaded`.
 */
export async function stale({ project, select, json, loaded, loadTimeout }: StaleOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const view = loaded ? loadedView(analysis, await loadProject(projectFolder, analysis, loadTimeout)) : undefined;
  const graph = view?.graph ?? analysis.graph;
  const chosen = resolveSelection(parseSelectOption(select), graph).flatMap((id) => graph.nodes.get(id) ?? []);
  const resolver = createStaleStatusResolver({ graph, records: createDataVersionLog(readVersions(projectFolder)) });
  const upstreams = staleUpstreams(graph, (id) => resolver.status(id));
  const assets = chosen
    .filter(({ kind }) => kind === "materializable")
    .map((node) => describe(node, resolver, upstreams.get(node.id)));
  if (json) {
    const output = { version: commandOutputVersion, command: "stale", assets: assets.map(toJson) };
    process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  } else if (assets.length === 0) {
    process.stdout.write(`${graph.nodes.size === 0 ? noAssets : nothingSelected}\n`);
  } else process.stdout.write(`${staleText(assets, process.stdout)}\n`);
  return exitCodes.fine;
}

function describe(node: AssetNode, resolver: StaleStatusResolver, staleUpstream: KeyId | undefined): StaleAsset {
  const { id, spec } = node;
  return {
    node,
    status: resolver.status(id),
    causes: resolver.staleCauses(id),
    rootCauses: resolver.rootCauses(id),
    ...(staleUpstream === undefined ? {} : { staleUpstream }),
    unknown: [
      ...(spec?.codeVersionUnknown === true ? (["codeVersion"] as const) : []),
      ...(spec?.depsIncomplete === true ? (["dependencies"] as const) : []),
      ...(spec?.partitionsDef === undefined ? [] : (["partitions"] as const)),
    ],
  };
}

function toJson({ node, status, causes, rootCauses, staleUpstream, unknown }: StaleAsset) {
  return {
    key: toUserString(node.key),
    status,
    causes: causes.map(causeToJson),
    rootCauses: rootCauses.map(causeToJson),
    ...(staleUpstream === undefined ? {} : { staleUpstream: nameOf(staleUpstream) }),
    unknown,
  };
}

function causeToJson(cause: StaleCause): object {
  const { key, dependency, children, ...others } = cause;
  return {
    key: nameOf(key),
    ...others,
    ...(dependency === undefined ? {} : { dependency: nameOf(dependency) }),
    message: staleCauseText(cause),
    ...(children === undefined ? {} : { children: children.map(causeToJson) }),
  };
}

function nameOf(key: KeyId): string {
  return toUserString(fromEscapedString(key));
}

function readVersions(projectFolder: string): DataVersionRecord[] {
  if (!hasStore(projectFolder)) return [];
  const store = openStore(projectFolder);
  try {
    return store.latestRecords().map(({ asset, ...record }) => readDataVersionRecord(asset, record));
  } finally {
    store.close();
  }
}
