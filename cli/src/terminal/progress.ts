import type { AssetRunView, CheckRunView, RunError, RunEvent, RunView, StoredRunEvent } from "@headwater/model";
import { countByStatus, metadataToText } from "@headwater/model";
import { count, duration, plain, styleFor } from "./style.ts";

/** Shows on a stream how a run goes: a line for each asset that has ended, and on a terminal what is running now. */
export interface RunProgress {
  /** Nothing runs yet; `what` says what is done instead. Only a terminal shows it. */
  wait(what: string): void;
  /** The run after some events, and the events. */
  show(run: RunView, events: readonly StoredRunEvent[]): void;
  /** Makes room for something else that is written to the same terminal. The next `show` goes on. */
  clear(): void;
  /** The run has ended. */
  end(run: RunView): void;
}

/** How many lines of a message are shown; `headwater runs <run> --json` has all of them. */
const mostLines = 20;

export function runProgress(stream: NodeJS.WriteStream): RunProgress {
  const style = styleFor(stream);
  let live = "";

  const write = (lines: readonly string[], nextLive: string) => {
    const erase = live === "" ? "" : "\r\x1b[2K";
    if (lines.length === 0 && nextLive === live) return;
    live = nextLive;
    stream.write(erase + lines.map((line) => `${line}\n`).join("") + live);
  };

  /** One line that can be erased again: longer than the terminal is wide it would wrap. */
  const fitting = (text: string): string => {
    const width = Math.max(1, (stream.columns || 80) - 1);
    return style("dim", text.length <= width ? text : `${text.slice(0, width - 1)}…`);
  };

  const line = (asset: AssetRunView): string[] => {
    const took = asset.startTime !== undefined && asset.endTime !== undefined ? duration(asset.endTime - asset.startTime) : "";
    switch (asset.status) {
      case "materialized": {
        const metadata = Object.entries(asset.metadata).map(([name, value]) => oneLine(`${name} ${metadataToText(value)}`));
        return [`  ${style("green", "✓")} ${asset.key}  ${style("dim", [took, ...metadata].join("  "))}`];
      }
      case "observed": {
        const metadata = Object.entries(asset.metadata).map(([name, value]) => oneLine(`${name} ${metadataToText(value)}`));
        return [`  ${style("green", "◉")} ${asset.key}  ${style("dim", ["observed", took, ...metadata].join("  "))}`];
      }
      case "skipped": {
        const why = asset.because === undefined ? "it gave nothing" : `${asset.because} was not given`;
        return [`  ${style("dim", "–")} ${asset.key}  ${style("dim", `skipped, since ${why}`)}`];
      }
      case "failed":
        return [`  ${style("red", "✗")} ${asset.key}  ${style("dim", took)}`];
      case "upstreamFailed":
        return [`  ${style("yellow", "○")} ${asset.key}  ${style("dim", `not computed, since ${asset.because} was not`)}`];
      case "canceled":
        return [`  ${style("yellow", "○")} ${asset.key}  ${style("dim", "canceled")}`];
      default:
        return [];
    }
  };

  const checkLine = (check: CheckRunView): string[] => {
    const found = { passed: ["green", "✓"], warned: ["yellow", "!"], error: ["red", "✗"] } as const;
    if (check.status !== "passed" && check.status !== "warned" && check.status !== "error") return [];
    const [colour, sign] = found[check.status];
    const metadata = Object.entries(check.metadata).map(([name, value]) => oneLine(`${name} ${metadataToText(value)}`));
    const told = check.description === undefined ? [] : [oneLine(check.description)];
    return [`    ${style(colour, sign)} ${check.id}  ${style("dim", [...told, ...metadata].join("  "))}`.trimEnd()];
  };

  /** What an event adds, with the run as it is after it. */
  const linesOf = (run: RunView, event: RunEvent): string[] => {
    const assets = (step: string) => (run.steps.get(step)?.assets ?? []).flatMap((key) => run.assets.get(key) ?? []);
    switch (event.type) {
      case "RUN_START":
        return [`Materializing ${count(run.assets.size, "asset")}  ${style("dim", `run ${run.runId.slice(0, 8)}`)}`];
      case "ASSET_MATERIALIZATION":
      case "ASSET_OBSERVATION":
        return [run.assets.get(event.asset)].flatMap((asset) => (asset === undefined ? [] : line(asset)));
      case "ASSET_FAILED_TO_MATERIALIZE": {
        const asset = event.reason === "failed" ? undefined : run.assets.get(event.asset);
        return asset === undefined ? [] : line(asset);
      }
      case "ASSET_CHECK_EVALUATION": {
        const check = run.checks.get(event.check);
        return check === undefined ? [] : checkLine(check);
      }
      case "STEP_SUCCESS":
      case "STEP_SKIPPED":
        return assets(event.step)
          .filter(({ status }) => status === "skipped")
          .flatMap(line);
      case "STEP_FAILURE": {
        const failed = assets(event.step).filter(({ status }) => status === "failed");
        const shown = failed.length === 0 ? [`  ${style("red", "✗")} ${event.step}`] : failed.flatMap(line);
        return [...shown, ...errorLines(event.error).map((text) => `      ${text}`)];
      }
      case "STEP_UP_FOR_RETRY": {
        const [first = ""] = messageLines(event.error);
        const when = event.secondsToWait === 0 ? "trying again" : `trying again in ${duration(event.secondsToWait * 1_000)}`;
        return [`  ${style("yellow", "↻")} ${event.step}  ${style("dim", `${when}, since it failed: ${first}`)}`];
      }
      case "ENGINE_EVENT":
        return [`  ${style("dim", `${event.step === undefined ? "" : `${event.step}: `}${event.message}`)}`];
      default:
        return [];
    }
  };

  const errorLines = (error: RunError | undefined): string[] => {
    if (error === undefined) return [];
    const lines = messageLines(error);
    const { location } = error;
    if (location !== undefined) lines.push(style("cyan", `at ${location.file}:${location.line}:${location.column}`));
    for (let { cause } = error; cause !== undefined; cause = cause.cause) {
      const [first, ...others] = messageLines(cause);
      lines.push(`caused by ${first}`, ...others);
    }
    return lines;
  };

  const liveLine = (run: RunView): string => {
    if (!stream.isTTY) return "";
    const running: string[] = [];
    for (const { status, key } of run.assets.values()) if (status === "running") running.push(key);
    if (running.length === 0) return "";
    const counts = countByStatus(run);
    const ended = run.assets.size - counts.notStarted - counts.running - counts.waitingToRetry;
    const seconds = Math.floor((Date.now() - (run.startTime ?? Date.now())) / 1_000);
    const elapsed = seconds < 1 ? "" : `  ${duration(seconds * 1_000).replace(".0 s", " s")}`;
    const doing = run.status === "CANCELING" ? "canceling" : "computing";
    return fitting(`  ${ended}/${run.assets.size}${elapsed}  ${doing} ${running.join(", ")}`);
  };

  return {
    wait(what) {
      if (stream.isTTY) write([], fitting(`  ${what}`));
    },
    show(run, events) {
      write(
        events.flatMap(({ event }) => linesOf(run, event)),
        liveLine(run),
      );
    },
    clear: () => write([], ""),
    end(run) {
      const counts = countByStatus(run);
      const checks = [...run.checks.values()];
      const otherChecks = checks.filter(({ status }) => status === "warned" || status === "error").length;
      // A check in an asset's own step is counted with the asset.
      const ownSteps = [...run.steps.values()].filter(({ assets }) => assets.length === 0);
      const brokenChecks = ownSteps
        .flatMap(({ checks }) => checks)
        .filter((id) => run.checks.get(id)?.error !== undefined).length;
      const passedChecks = checks.filter(({ status }) => status === "passed").length;
      const parts = [
        counts.materialized > 0 ? style("green", `${counts.materialized} materialized`) : "",
        counts.observed > 0 ? style("green", `${counts.observed} observed`) : "",
        counts.skipped > 0 ? style("dim", `${counts.skipped} skipped`) : "",
        passedChecks > 0 ? style("green", `${count(passedChecks, "check")} passed`) : "",
        otherChecks > 0 ? style("red", `${count(otherChecks, "check")} did not pass`) : "",
        brokenChecks > 0 ? style("red", `${count(brokenChecks, "check")} failed`) : "",
        counts.failed > 0 ? style("red", `${counts.failed} failed`) : "",
        counts.upstreamFailed > 0 ? style("yellow", `${counts.upstreamFailed} not computed`) : "",
        counts.canceled > 0 ? style("yellow", `${counts.canceled} canceled`) : "",
      ].filter((part) => part !== "");
      const took = run.startTime !== undefined && run.endTime !== undefined ? ` in ${duration(run.endTime - run.startTime)}` : "";
      const error = run.error === undefined ? [] : [`${style("red", "error")} ${plain(run.error.message)}`];
      const hint =
        run.status === "FAILURE" && run.error === undefined
          ? [style("dim", `See what it wrote: headwater runs ${run.runId.slice(0, 8)}`)]
          : [];
      const how = run.status === "CANCELED" ? `${style("yellow", "Canceled")}: ` : "";
      write([...error, `${how}${parts.join(", ") || "nothing materialized"}${took}.`, ...hint], "");
    },
  };
}

function messageLines({ name, message }: RunError): string[] {
  const lines = plain(`${name}: ${message}`).trimEnd().split("\n");
  const more = lines.length - mostLines;
  return more <= 1 ? lines : [...lines.slice(0, mostLines), `… and ${more} more lines`];
}

function oneLine(text: string): string {
  return plain(text.replace(/\s*\n\s*/g, " "));
}
