import {
  type AssetNode,
  type AssetSpec,
  type AssetStatus,
  defaultIoManagerKey,
  type KeyId,
  kindTagPrefix,
  toUserString,
} from "@headwater/model";
import { createStaleness } from "../statuses/staleness.ts";
import { kindName, linkTo } from "../workspace/assetLocation.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { lastRunPart } from "./lastRun.ts";
import { lineageOf } from "./lineage.ts";
import { automationText, partitionsText } from "./settingTexts.ts";
import { stalePart } from "./stale.ts";
import { counted, cut, type Writer } from "./writer.ts";

const mostNames = 10;

/** What a card is made from. */
export interface CardSubject {
  readonly workspace: Workspace;
  readonly project: Project;
  readonly node: AssetNode;
  /** What an asset of the project is doing or did last, where it is known. */
  readonly statusOf: (key: KeyId) => AssetStatus | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** All that is known of an asset, to be read beside the code: what it is, its lineage, its settings and its last run. */
export function assetCard(subject: CardSubject, write: Writer): string {
  const { node, project, statusOf, now } = subject;
  const { spec } = node;
  const staleness = project.analysis && createStaleness(project.analysis.graph, statusOf)(node.id);
  const run = lines([lastRunPart(statusOf(node.id), now, write), stalePart(staleness, write)]);
  const parts = [
    headline(node, write),
    spec?.description === undefined ? "" : write.text(spec.description),
    lines([lineageLine(subject, "upstream", write), lineageLine(subject, "downstream", write)]),
    lines(spec === undefined ? [] : settingLines(spec, subject, write)),
    ...(run === "" ? [] : [write.rule, run]),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function headline({ key, kind, spec }: AssetNode, write: Writer): string {
  const facts = [kindName(kind)];
  if (spec !== undefined) facts.push(`group ${write.code(spec.groupName)}`);
  if (spec !== undefined && spec.kinds.length > 0) facts.push(spec.kinds.map(write.code).join(" "));
  return `${write.strong(toUserString(key))} · ${facts.join(" · ")}`;
}

function lineageLine(
  { workspace, project, node }: CardSubject,
  way: "upstream" | "downstream",
  write: Writer,
): string | undefined {
  const ids = node[way];
  if (ids.length === 0) return undefined;
  const title = way === "upstream" ? "Upstream" : "Downstream";
  const { count, levels, whole } = lineageOf(project.analysis?.graph.nodes ?? new Map(), node.id, way);
  const all = whole ? `${count} in all, ${counted(levels, "level")}` : `more than ${count} in all`;
  return `${title}: ${namesText(workspace, project, ids, write)}${count === ids.length ? "" : ` (${all})`}`;
}

/** The names of assets, each a link to its declaration; many are counted. */
export function namesText(workspace: Workspace, project: Project, ids: readonly KeyId[], write: Writer): string {
  const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : "";
  const names = ids.slice(0, mostNames).map((id) => {
    const key = project.analysis?.graph.nodes.get(id)?.key;
    return write.link(key === undefined ? id : toUserString(key), linkTo(workspace, project, id));
  });
  return names.join(", ") + more;
}

function settingLines(spec: AssetSpec, { workspace, project, node }: CardSubject, write: Writer): (string | undefined)[] {
  const list = (title: string, values: readonly string[]) =>
    values.length === 0 ? undefined : `${title}: ${values.slice(0, mostNames).map(write.code).join(", ")}${moreOf(values)}`;
  const one = (title: string, value: string | undefined) =>
    value === undefined ? undefined : `${title}: ${write.text(cut(value))}`;
  const tags = Object.entries(spec.tags).filter(([name]) => !name.startsWith(kindTagPrefix));
  const place = project.index.get(node.id)?.file;
  return [
    spec.owners.length === 0 ? undefined : `Owners: ${spec.owners.map(write.text).join(", ")}`,
    list(
      "Tags",
      tags.map(([name, value]) => (value === "" ? name : `${name}=${value}`)),
    ),
    list("Checks", checksOf(project, node.id)),
    one("Partitions", spec.partitionsDef && partitionsText(spec.partitionsDef)),
    one("Automation", automationText(spec.automationCondition)),
    one("Code version", spec.codeVersion),
    list("Resources", spec.requiredResourceKeys),
    spec.ioManagerKey === defaultIoManagerKey || !spec.materializable ? undefined : list("I/O manager", [spec.ioManagerKey]),
    one("Pool", spec.pool),
    place === undefined ? undefined : `Declared in ${write.link(place, linkTo(workspace, project, node.id))}`,
  ];
}

/** The checks that are declared of an asset, wherever that is. */
function checksOf({ analysis }: Project, id: KeyId): string[] {
  const checks = [...(analysis?.graph.checks.values() ?? [])].filter(({ asset }) => asset === id);
  return checks.map(({ spec }) => (spec.blocking ? `${spec.name} (blocking)` : spec.name));
}

function moreOf(values: readonly string[]): string {
  return values.length > mostNames ? ` and ${values.length - mostNames} more` : "";
}

/** One line below the other. */
function lines(given: readonly (string | undefined)[]): string {
  return given.filter((line) => line !== undefined).join("  \n");
}
