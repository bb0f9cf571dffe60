/**
 * How the partitions of an upstream map to those of its downstream: plain data with a `kind`. Accepted and carried; not
 * acted on yet.
 */
export interface PartitionMapping {
  readonly kind: string;
  readonly [setting: string]: unknown;
}
