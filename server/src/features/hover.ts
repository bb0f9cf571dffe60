import { declaredElsewhere, type SourceRange } from "@headwater/analysis";
import type { AssetNode } from "@headwater/model";
import type { Hover, HoverParams } from "vscode-languageserver";
import { assetCard } from "../assetCard/assetCard.ts";
import { attributeCard } from "../assetCard/attributeCard.ts";
import { markdown, plain, type Writer } from "../assetCard/writer.ts";
import { scheduleCard } from "../schedules/scheduleCard.ts";
import { scheduleTextAt } from "../schedules/scheduleText.ts";
import { timezoneBeside } from "../schedules/timezoneBeside.ts";
import { selectionAt } from "../selections/selectionAt.ts";
import { selectionCard } from "../selections/selectionCard.ts";
import { assetAt, fileIn } from "../workspace/assetAt.ts";
import { attributeAt } from "../workspace/attributeAt.ts";
import { factsOf, type Project } from "../workspace/project.ts";
import { type FeatureContext, type RequestedDocument, requestedDocument, requestedOffset } from "./context.ts";

/**
 * The card of the asset that is named at a place: by its own name, in a dependency, as an input or in a selection. At the name
 * of a group, kind, owner or resource, the assets that have it; in a selection, what it selects; at a cron text, what it means.
 */
export function provideHover(context: FeatureContext, { textDocument, position }: HoverParams): Hover | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const { workspace, client } = context;
  const text = requested.document.getText();
  const write = client.markdownHover ? markdown : plain;
  const attribute = attributeAt(workspace, requested.path, text, offset);
  if (attribute !== undefined) return hoverOf(attributeCard(workspace, attribute, write), attribute.range, write);
  const selected = selectionAt(workspace, requested.path, text, offset);
  const selection = selected && selectionCard(workspace, selected, write);
  const at = assetAt(workspace, requested.path, text, offset);
  const node = at?.project.analysis?.graph.nodes.get(at.kind === "name" ? at.asset.id : at.upstream);
  if (at === undefined || node === undefined) {
    const schedule = scheduleHover(context, requested, offset, write);
    if (schedule !== undefined) return schedule;
    return selected === undefined || selection === undefined ? null : hoverOf(selection, selected.selection.range, write);
  }
  const { range } = at;
  const card = cardOf(context, at.project, node, write);
  return hoverOf(selection === undefined ? card : `${selection}\n\n${write.rule}\n\n${card}`, range, write);
}

/** The card of an asset; of one that another project declares the card that it has there. */
function cardOf(context: FeatureContext, project: Project, node: AssetNode, write: Writer): string {
  const { workspace, statuses } = context;
  const other = node.kind === "stub" ? declaredElsewhere(workspace.projects(), project, node.id)?.project : undefined;
  const there = other?.analysis?.graph.nodes.get(node.id);
  const owner = other !== undefined && there !== undefined ? { project: other, node: there } : { project, node };
  const statusOf = (key: AssetNode["id"]) => statuses.of(owner.project.root, key);
  const card = assetCard({ workspace, ...owner, statusOf, now: context.now() }, write);
  return owner.project === project ? card : `${card}\n\n${write.text(`An asset of ${owner.project.name}, external here.`)}`;
}

/** What a cron text means, and when it ticks next. */
function scheduleHover(
  { workspace, now }: FeatureContext,
  { document, path }: RequestedDocument,
  offset: number,
  write: Writer,
): Hover | undefined {
  const project = workspace.projectOf(path);
  const file = project && fileIn(project, path);
  if (project === undefined || file === undefined) return undefined;
  const text = document.getText();
  const facts = factsOf(project, file, text, workspace.language);
  const found = scheduleTextAt(text, offset, facts.imports);
  if (found?.kind !== "cron") return undefined;
  const card = scheduleCard(text.slice(found.start, found.end), timezoneBeside(facts, found), now(), write);
  const range = { start: document.positionAt(found.start), end: document.positionAt(found.end) };
  return card === undefined
    ? undefined
    : { contents: { kind: write === markdown ? "markdown" : "plaintext", value: card }, range };
}

function hoverOf(value: string, { start, end }: SourceRange, write: Writer): Hover {
  return { contents: { kind: write === markdown ? "markdown" : "plaintext", value }, range: { start, end } };
}
