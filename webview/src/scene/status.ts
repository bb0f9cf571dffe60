import type { AssetStatus } from "@headwater/model";
import type { GraphNode, ProjectGraph } from "@headwater/protocol";
import type { IconName } from "../paint/icons.ts";

/** A status is told by icon and words; the tone gives the colour besides. */
export type Tone = "none" | "success" | "failure" | "running" | "queued" | "warning" | "canceled";

export interface StatusLook {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}

/** How the status of an asset is shown. `now` in milliseconds since the epoch. */
export function statusLook({ kind }: Pick<GraphNode, "kind">, status: AssetStatus | undefined, now: number): StatusLook {
  if (kind === "stub") return { tone: "none", icon: "question", words: "Not declared here" };
  if (kind === "external" && status?.activity === undefined) return { tone: "none", icon: "external", words: "External" };
  switch (status?.activity) {
    case "queued":
      return { tone: "queued", icon: "clock", words: "Queued" };
    case "running":
      return { tone: "running", icon: "running", words: join("Running", status.startTime, (start) => duration(now - start)) };
    case "waitingToRetry":
      return { tone: "queued", icon: "clock", words: "Waiting to retry" };
    case "observed":
      return { tone: "success", icon: "success", words: join("Observed", status.endTime, (end) => ago(now - end)) };
    case "skipped":
      return { tone: "none", icon: "never", words: join("Skipped", status.endTime, (end) => ago(now - end)) };
    case "failed":
      return { tone: "failure", icon: "failure", words: join("Failed", status.endTime, (end) => ago(now - end)) };
    case "upstreamFailed":
      return { tone: "warning", icon: "warning", words: "Upstream failed" };
    case "canceled":
      return { tone: "canceled", icon: "canceled", words: join("Canceled", status.endTime, (end) => ago(now - end)) };
    default: {
      const latest = status?.latestMaterialization?.timestamp ?? status?.endTime;
      if (status?.activity !== "materialized" && latest === undefined)
        return { tone: "none", icon: "never", words: "Never materialized" };
      return { tone: "success", icon: "success", words: join("Materialized", latest, (end) => ago(now - end)) };
    }
  }
}

/** The word for a change of status, as it is announced; undefined for what is not worth it. */
export function announcedWord(status: AssetStatus | undefined): string | undefined {
  const words = {
    queued: undefined,
    running: "running",
    waitingToRetry: "waiting to retry",
    materialized: "materialized",
    observed: "observed",
    skipped: "skipped",
    failed: "failed",
    upstreamFailed: "not materialized, since an upstream failed",
    canceled: "canceled",
  } as const;
  return status?.activity === undefined ? undefined : words[status.activity];
}

/** What is counted in a group's header. */
export interface Tally {
  readonly total: number;
  readonly failed: number;
  readonly running: number;
  /** Findings of severity error. */
  readonly errors: number;
}

export const noTally: Tally = { total: 0, failed: 0, running: 0, errors: 0 };

/** Counts by group. */
export function tallies(graph: ProjectGraph, statuses: ReadonlyMap<string, AssetStatus>): ReadonlyMap<string, Tally> {
  const counted = new Map<string, Tally>();
  for (const { id, groupName, errors } of graph.nodes) {
    const tally = counted.get(groupName) ?? noTally;
    const activity = statuses.get(id)?.activity;
    counted.set(groupName, {
      total: tally.total + 1,
      failed: tally.failed + (activity === "failed" ? 1 : 0),
      running: tally.running + (activity === "running" ? 1 : 0),
      errors: tally.errors + errors,
    });
  }
  return counted;
}

/** A tally in words, as in `12 assets`, `1 failed`. */
export function tallyWords({ total, failed, running, errors }: Tally): string[] {
  return [
    `${total} ${total === 1 ? "asset" : "assets"}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 ? [`${running} running`] : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : []),
  ];
}

function join(word: string, time: number | undefined, words: (time: number) => string): string {
  return time === undefined ? word : `${word} ${words(time)}`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function ago(elapsed: number): string {
  if (elapsed < 10 * second) return "just now";
  return `${duration(elapsed)} ago`;
}

function duration(elapsed: number): string {
  if (elapsed < minute) return `${Math.max(0, Math.floor(elapsed / second))} s`;
  if (elapsed < hour) return `${Math.floor(elapsed / minute)} min`;
  if (elapsed < day) return `${Math.floor(elapsed / hour)} h`;
  return `${Math.floor(elapsed / day)} d`;
}
