import { types } from "node:util";

/** A part of a value that cannot be stored. */
export interface Unstorable {
  /** How it is reached, as in `value.rows[3].format`. */
  readonly path: string;
  /** What it is, as in `a function`. */
  readonly kind: string;
}

const mostParts = 100_000;

/**
 * Finds the first part of a value that the structured clone algorithm refuses. Getters are not called, and a large value
 * is not searched to its end.
 */
export function findUnstorable(value: unknown): Unstorable | undefined {
  const seen = new Set<object>();
  const queue: { readonly path: string; readonly part: unknown }[] = [{ path: "value", part: value }];
  for (let at = 0; at < queue.length && at < mostParts; at++) {
    const { path, part } = queue[at] as { path: string; part: unknown };
    const kind = unstorableKind(part);
    if (kind !== undefined) return { path, kind };
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    if (part instanceof Map) {
      for (const [key, entry] of part) {
        queue.push({ path: `${path}.keys()`, part: key });
        queue.push({ path: `${path}.get(${JSON.stringify(key) ?? String(key)})`, part: entry });
      }
    } else if (part instanceof Set) {
      for (const entry of part) queue.push({ path: `${path}.values()`, part: entry });
    } else if (!ArrayBuffer.isView(part)) {
      for (const [name, { value: entry }] of Object.entries(Object.getOwnPropertyDescriptors(part))) {
        if (queue.length >= mostParts) break;
        queue.push({ path: `${path}${step(part, name)}`, part: entry });
      }
    }
  }
  return undefined;
}

function step(part: object, name: string): string {
  if (Array.isArray(part) && /^\d+$/.test(name)) return `[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function unstorableKind(part: unknown): string | undefined {
  if (typeof part === "function") return "a function";
  if (typeof part === "symbol") return "a symbol";
  if (types.isProxy(part)) return "a proxy";
  if (types.isPromise(part)) return "a promise (await it first)";
  if (types.isGeneratorObject(part)) return "a generator (collect it into a list first)";
  if (types.isWeakMap(part) || types.isWeakSet(part)) return "a weak collection";
  if (types.isSharedArrayBuffer(part)) return "a shared buffer";
  return undefined;
}
