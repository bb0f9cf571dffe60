/**
 * Marks what this package makes. It is a property with a text as its name, and its kind is data: so two copies of the
 * package in one project take each other's assets, at run time and for the compiler.
 */
export interface Brand<Kind extends string, out Held = unknown> {
  readonly kind: Kind;
  /** Only for the compiler: what the thing holds. Never set. */
  readonly holds?: () => Held;
}

/** What carries a brand. The name of the property stays out of the way of completion lists. */
export interface Branded<Kind extends string, out Held = unknown> {
  readonly "~headwater": Brand<Kind, Held>;
}

/** The kind of a branded value, `undefined` for everything else. Never throws, not even for a hostile proxy. */
export function brandOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const brand = (value as Partial<Branded<string>>)["~headwater"];
    return typeof brand === "object" && brand !== null && typeof brand.kind === "string" ? brand.kind : undefined;
  } catch {
    return undefined;
  }
}
