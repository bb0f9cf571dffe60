import { mergeRanges, type Ranges } from "./ranges.ts";

/** A stretch of time, its end left out; in milliseconds since the epoch. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Windows as ranges of milliseconds, for what is done with sets of them: merged, in order. */
export function rangesOfWindows(windows: readonly TimeWindow[]): Ranges {
  return mergeRanges(windows.map(({ start, end }) => [start, end]));
}

/** Ranges of milliseconds as windows. */
export function windowsOfRanges(ranges: Ranges): TimeWindow[] {
  const windows: TimeWindow[] = [];
  for (let at = 0; at < ranges.length; at += 2) windows.push({ start: ranges[at] ?? 0, end: ranges[at + 1] ?? 0 });
  return windows;
}
