/**
 * What is known by name in a project, filled by module augmentation:
 *
 * ```ts
 * declare module "headwater" {
 *   interface Register {
 *     assets: { raw_customers: Customer[] };
 *     resources: { duckdb: DuckDBConnection };
 *   }
 * }
 * ```
 *
 * `assets` maps the names that compute functions destructure to what they hold, `resources` does so for resources. An
 * entry may also be the type of the asset or of the resource itself (`AssetsDefinition<Customer[]>`,
 * `typeof resources.duckdb`). A name that is not registered is `any`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is empty here because projects fill it.
export interface Register {}

/**
 * A key as a text. Any text may stand, since an asset may be declared elsewhere; an editor offers those that are registered.
 */
export type KeyText = (Register extends { readonly assets: infer Known } ? Extract<keyof Known, string> : never) | AnyText;

/** Every text, without the compiler forgetting the ones beside it. */
type AnyText = string & Readonly<Record<never, never>>;
