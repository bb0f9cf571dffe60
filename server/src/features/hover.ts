import { type AssetNode, type AssetStatus, type CheckStatus, metadataToText, toUserString } from "@headwater/model";
import type { Hover, HoverParams } from "vscode-languageserver";
import { agoText, lastRunText } from "../statuses/lastRun.ts";
import { assetAt } from "../workspace/assetAt.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

const mostNames = 10;
const mostMetadata = 20;
const longestValue = 200;

/** The card of the asset that is named at a place: by its own name, in a dependency or as an input. */
export function provideHover(context: FeatureContext, { textDocument, position }: HoverParams): Hover | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const at = assetAt(context.workspace, requested.path, requested.document.getText(), offset);
  if (at === undefined) return null;
  const { project, range } = at;
  const node = project.analysis?.graph.nodes.get(at.kind === "name" ? at.asset.id : at.upstream);
  if (node === undefined) return null;
  const write = context.client.markdownHover ? markdown : plain;
  const value = card(node, context.statuses.of(project.root, node.id), context.now(), write);
  return {
    contents: { kind: context.client.markdownHover ? "markdown" : "plaintext", value },
    range: { start: range.start, end: range.end },
  };
}

interface Writer {
  readonly text: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly code: (text: string) => string;
  readonly rule: string;
}

const plain: Writer = { text: (text) => text, strong: (text) => text, code: (text) => text, rule: "—" };
const markdown: Writer = {
  text: escapeMarkdown,
  strong: (text) => `**${escapeMarkdown(text)}**`,
  code: (text) => (text.includes("`") ? escapeMarkdown(text) : `\`${text}\``),
  rule: "---",
};

function card(node: AssetNode, status: AssetStatus | undefined, now: number, write: Writer): string {
  const { spec } = node;
  const kind = node.kind === "materializable" ? "asset" : node.kind === "external" ? "external asset" : "not declared here";
  const facts = [kind];
  if (spec !== undefined) facts.push(`group ${write.code(spec.groupName)}`);
  if (spec !== undefined && spec.kinds.length > 0) facts.push(spec.kinds.map(write.code).join(" "));
  const parts = [`${write.strong(toUserString(node.key))} · ${facts.join(" · ")}`];
  if (spec?.description !== undefined) parts.push(write.text(spec.description));
  if (spec !== undefined && spec.owners.length > 0) parts.push(`Owners: ${spec.owners.map(write.text).join(", ")}`);
  const neighbours = [namesLine("Upstream", node.upstream, write), namesLine("Downstream", node.downstream, write)];
  parts.push(neighbours.filter((line) => line !== undefined).join("  \n"));
  const run = runPart(status, now, write);
  if (run !== undefined) parts.push(write.rule, run);
  return parts.filter((part) => part !== "").join("\n\n");
}

function namesLine(title: string, ids: readonly string[], write: Writer): string | undefined {
  if (ids.length === 0) return undefined;
  const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : "";
  return `${title}: ${ids.slice(0, mostNames).map(write.code).join(", ")}${more}`;
}

/** What the last run did, and the latest materialization with its metadata. */
function runPart(status: AssetStatus | undefined, now: number, write: Writer): string | undefined {
  if (status === undefined) return undefined;
  const { activity, error, latestMaterialization: latest } = status;
  const lines: string[] = [];
  if (activity !== undefined && activity !== "materialized") lines.push(write.text(lastRunText(status, now) ?? ""));
  if (error !== undefined) lines.push(write.text(cut(error.message)));
  if (latest !== undefined) {
    lines.push(`Materialized ${agoText(latest.timestamp, now)}`);
    const entries = Object.entries(latest.metadata);
    for (const [name, value] of entries.slice(0, mostMetadata)) {
      lines.push(`${write.code(name)}: ${write.text(cut(metadataToText(value)))}`);
    }
    if (entries.length > mostMetadata) lines.push(`and ${entries.length - mostMetadata} more`);
  }
  lines.push(...checkLines(status.checks ?? [], write));
  return lines.length === 0 ? undefined : lines.join("  \n");
}

/** What did not pass, each in a line, and how many checks did. */
function checkLines(checks: readonly CheckStatus[], write: Writer): string[] {
  const failed = checks.filter(({ status }) => status !== "passed");
  const passed = checks.length - failed.length;
  const lines = failed.slice(0, mostMetadata).map(({ name, status, blocking, description }) => {
    const sign = status === "warned" ? "!" : "✗";
    const which = `${blocking ? "blocking check" : "check"} ${write.code(name)}`;
    return `${sign} ${which} did not pass${description === undefined ? "" : `: ${write.text(cut(description))}`}`;
  });
  if (failed.length > mostMetadata) lines.push(`and ${failed.length - mostMetadata} more`);
  return passed === 0 ? lines : [...lines, `✓ ${passed} ${passed === 1 ? "check" : "checks"} passed`];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line;
}

/** Text of the user's as it is, whatever markdown, HTML or links it looks like. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|~>$:@]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/\r?\n|\r/g, "  \n");
}
