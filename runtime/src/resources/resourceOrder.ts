import { isResource } from "./resource.ts";

/** In which order resources are set up, and what stands in the way. */
export interface ResourceOrder {
  /** Each after those that it is made of. */
  readonly order: readonly string[];
  /** Resources that no Definitions give, each with the one that needs it; absent where a step does. */
  readonly missing: readonly { readonly name: string; readonly neededBy?: string }[];
  /** Resources that need each other. */
  readonly cycles: readonly (readonly string[])[];
}

/** Orders the resources of a step and all that they are made of (spec 4.9). */
export function resourceOrder(names: Iterable<string>, resources: ReadonlyMap<string, unknown>): ResourceOrder {
  const order: string[] = [];
  const missing: { name: string; neededBy?: string }[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]) => {
    if (done.has(name)) return;
    const before = path.indexOf(name);
    if (before >= 0) {
      cycles.push(path.slice(before));
      return;
    }
    if (!resources.has(name)) {
      const neededBy = path.at(-1);
      missing.push({ name, ...(neededBy === undefined ? {} : { neededBy }) });
      return;
    }
    const resource = resources.get(name);
    for (const other of isResource(resource) ? resource.requiredResourceKeys : []) visit(other, [...path, name]);
    done.add(name);
    order.push(name);
  };
  for (const name of names) visit(name, []);
  return { order, missing, cycles };
}
