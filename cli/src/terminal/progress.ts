import type { AssetRunView, RunView, StoredRunEvent } from "@headwater/model";
import { countByStatus, metadataToText } from "@headwater/model";
import { count, duration, styleFor } from "./style.ts";

/** Shows on a stream how a run goes: a line for each asset that has ended, and on a terminal what is running now. */
export interface RunProgress {
  /** The run after some events, and the events. */
  show(run: RunView, events: readonly StoredRunEvent[]): void;
  /** The run has ended. */
  end(run: RunView): void;
}

export function runProgress(stream: NodeJS.WriteStream): RunProgress {
  const style = styleFor(stream);
  let live = "";

  const write = (lines: readonly string[], nextLive: string) => {
    const erase = live === "" ? "" : "\r\x1b[2K";
    if (lines.length === 0 && nextLive === live) return;
    live = nextLive;
    stream.write(erase + lines.map((line) => `${line}\n`).join("") + live);
  };

  const line = (asset: AssetRunView): string[] => {
    const took = asset.startTime !== undefined && asset.endTime !== undefined ? duration(asset.endTime - asset.startTime) : "";
    switch (asset.status) {
      case "materialized": {
        const metadata = Object.entries(asset.metadata).map(([name, value]) => `${name} ${metadataToText(value)}`);
        return [`  ${style("green", "✓")} ${asset.key}  ${style("dim", [took, ...metadata].join("  "))}`];
      }
      case "failed":
        return [
          `  ${style("red", "✗")} ${asset.key}  ${style("dim", took)}`,
          ...errorLines(asset).map((text) => `      ${text}`),
        ];
      case "upstreamFailed":
        return [`  ${style("yellow", "○")} ${asset.key}  ${style("dim", `not computed, since ${asset.because} was not`)}`];
      case "canceled":
        return [`  ${style("yellow", "○")} ${asset.key}  ${style("dim", "canceled")}`];
      default:
        return [];
    }
  };

  const errorLines = ({ error }: AssetRunView): string[] => {
    if (error === undefined) return [];
    const lines = `${error.name}: ${error.message}`.split("\n");
    const { location } = error;
    if (location !== undefined) lines.push(style("cyan", `at ${location.file}:${location.line}:${location.column}`));
    for (let { cause } = error; cause !== undefined; cause = cause.cause) lines.push(`caused by ${cause.name}: ${cause.message}`);
    return lines;
  };

  const liveLine = (run: RunView): string => {
    if (!stream.isTTY) return "";
    const running = [...run.assets.values()].filter(({ status }) => status === "running").map(({ key }) => key);
    if (running.length === 0) return "";
    const counts = countByStatus(run);
    const text = `  ${run.assets.size - counts.notStarted - counts.running}/${run.assets.size}  computing ${running.join(", ")}`;
    return style("dim", text.slice(0, Math.max(20, stream.columns - 1)));
  };

  return {
    show(run, events) {
      const lines: string[] = [];
      for (const { event } of events) {
        if (event.type === "RUN_START") {
          lines.push(`Materializing ${count(run.assets.size, "asset")}  ${style("dim", `run ${run.runId.slice(0, 8)}`)}`);
        }
        const ends =
          event.type === "STEP_SUCCESS" ||
          event.type === "STEP_FAILURE" ||
          (event.type === "ASSET_FAILED_TO_MATERIALIZE" && event.reason !== "failed");
        const asset = ends ? run.assets.get(event.step) : undefined;
        if (asset !== undefined) lines.push(...line(asset));
      }
      write(lines, liveLine(run));
    },
    end(run) {
      const counts = countByStatus(run);
      const parts = [
        counts.materialized > 0 ? style("green", `${counts.materialized} materialized`) : "",
        counts.failed > 0 ? style("red", `${counts.failed} failed`) : "",
        counts.upstreamFailed > 0 ? style("yellow", `${counts.upstreamFailed} not computed`) : "",
        counts.canceled > 0 ? style("yellow", `${counts.canceled} canceled`) : "",
      ].filter((part) => part !== "");
      const took = run.startTime !== undefined && run.endTime !== undefined ? ` in ${duration(run.endTime - run.startTime)}` : "";
      const error = run.error === undefined ? [] : [`${style("red", "error")} ${run.error.message}`];
      const hint = counts.failed > 0 ? [style("dim", `See what it wrote: headwater runs ${run.runId.slice(0, 8)}`)] : [];
      write([...error, `${parts.join(", ") || "Nothing materialized"}${took}.`, ...hint], "");
    },
  };
}
