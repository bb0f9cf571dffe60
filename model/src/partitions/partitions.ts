import type { TimeWindow } from "./timeWindow.ts";

/** The partitions of a definition at a moment. Their order is that of their numbers, from 0. */
export type Partitions = LinearPartitions | MultiPartitions;

/** Partitions of one dimension. */
export type LinearPartitions = KeyedPartitions | TimeWindowPartitions;

interface Numbered {
  /** How many there are. */
  readonly size: number;
  /** The key of a number; undefined for a number that no partition has. */
  keyAt(number: number): string | undefined;
  /** The number of a key; undefined for a key that no partition has. */
  numberOf(key: string): number | undefined;
}

/** Partitions of given keys. */
export interface KeyedPartitions extends Numbered {
  readonly kind: "static" | "dynamic";
}

/**
 * Partitions that are windows of time. Their numbers stay what they are as time goes on. A window that is yet to come or past
 * the end has a number too, and a window, but no partition.
 */
export interface TimeWindowPartitions extends Numbered {
  readonly kind: "timeWindow";
  readonly timezone: string;
  readonly cron: string;
  /** The window of a number from 0. */
  windowAt(number: number): TimeWindow;
  /** The number of the first window that begins at or after an instant. */
  numberAtOrAfter(instant: number): number;
  /**
   * The window that a key means: the first one that begins at or after the time that it says (spec 5.2). Undefined for a text
   * of another form.
   */
  windowOfKey(key: string): TimeWindow | undefined;
  /** The instant that a key says, be it the beginning of a window or not; undefined for a text of another form. */
  startOfKey(key: string): number | undefined;
  /** The key of a window that begins at an instant. */
  keyOfInstant(instant: number): string;
  /** The number that a key's window has, be there a partition or not; undefined for a text that is no key. */
  numberOfWindow(key: string): number | undefined;
}

/** Each partition of the first dimension with each of the second. The number of a pair is not kept as either grows. */
export interface MultiPartitions extends Numbered {
  readonly kind: "multi";
  /** In the order of their names. */
  readonly dimensions: readonly [Dimension, Dimension];
}

export interface Dimension {
  readonly name: string;
  readonly partitions: LinearPartitions;
}
