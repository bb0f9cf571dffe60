import { emptyRun, metadataToText, type RunError, type RunView, reduceRun } from "@headwater/model";
import type { RunLog } from "@headwater/protocol";
import * as vscode from "vscode";
import type { CommandContext } from "./register.ts";

/** Shows a run, the newest one where none is named, with what its steps wrote. */
export async function showRunLog({ runs }: CommandContext, channel: vscode.OutputChannel, argument: unknown): Promise<void> {
  const target = isReference(argument) ? argument : newest(runs);
  if (target === undefined) {
    void vscode.window.showInformationMessage("No runs yet: materialize an asset first.");
    return;
  }
  const log = await runs.log(vscode.Uri.parse(target.projectUri), target.runId);
  channel.clear();
  channel.append(runLogText(reduceRun(emptyRun(target.runId), log.events), log));
  channel.show(true);
}

/** A run as text. */
export function runLogText(run: RunView, { outputs }: RunLog): string {
  const byStep = Map.groupBy(outputs, ({ step }) => step);
  const lines = [`Run ${run.runId}: ${run.status}, selection ${run.selection}`, ""];
  for (const asset of run.assets.values()) {
    const took = asset.startTime === undefined || asset.endTime === undefined ? "" : `  ${asset.endTime - asset.startTime} ms`;
    const because = asset.because === undefined ? "" : `  since ${asset.because} was not computed`;
    const metadata = Object.entries(asset.metadata).map(([name, value]) => `  ${name} ${metadataToText(value)}`);
    lines.push(`${asset.key}: ${asset.status}${took}${because}${metadata.join("")}`);
    if (asset.error !== undefined) lines.push(...errorLines(asset.error).map((line) => `    ${line}`));
    const text = (byStep.get(asset.key) ?? []).map((output) => output.text).join("");
    if (text !== "")
      lines.push(
        ...text
          .trimEnd()
          .split("\n")
          .map((line) => `    | ${line}`),
      );
  }
  if (run.error !== undefined) lines.push("", ...errorLines(run.error));
  return `${lines.join("\n")}\n`;
}

function errorLines(error: RunError): string[] {
  const own = (error.stack ?? `${error.name}: ${error.message}`).split("\n");
  return error.cause === undefined ? own : [...own, "caused by", ...errorLines(error.cause)];
}

function isReference(value: unknown): value is { projectUri: string; runId: string } {
  const { projectUri, runId } = (value ?? {}) as { projectUri?: unknown; runId?: unknown };
  return typeof projectUri === "string" && typeof runId === "string";
}

function newest(runs: CommandContext["runs"]): { projectUri: string; runId: string } | undefined {
  return runs
    .known()
    .flatMap((projectUri) =>
      [...runs.view(projectUri).runs.values()].map(({ runId, enqueueTime = 0 }) => ({ projectUri, runId, enqueueTime })),
    )
    .sort((one, other) => other.enqueueTime - one.enqueueTime)[0];
}
