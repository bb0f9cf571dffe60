/**
 * How many steps that carry a tag may run at the same time within a run (spec 4.6): those with the key, those with the
 * key and the value, or, with `applyLimitPerUniqueValue`, so many for each value that there is.
 */
export interface TagConcurrencyLimit {
  readonly key: string;
  readonly value?: string | { readonly applyLimitPerUniqueValue: boolean };
  /** A whole number from 0; at 0 no such step ever starts. */
  readonly limit: number;
}

/** What a step takes a place of while it runs. */
export interface LimitSlot {
  /** Steps that share a place have the same text here. */
  readonly place: string;
  readonly limit: number;
}

/** The limits that a step with these tags counts against. */
export function limitSlots(tags: Readonly<Record<string, string>>, limits: readonly TagConcurrencyLimit[]): LimitSlot[] {
  return limits.flatMap(({ key, value, limit }, at) => {
    if (!Object.hasOwn(tags, key)) return [];
    if (typeof value === "string") return tags[key] === value ? { place: `${at}`, limit } : [];
    return { place: value?.applyLimitPerUniqueValue === true ? `${at} ${tags[key]}` : `${at}`, limit };
  });
}
