import { isUnknown } from "./unknown.ts";

/**
 * Whether two option values say the same. An unknown part may be the same as anything; `null` is like nothing given. Takes
 * values of any depth, and such as hold themselves.
 */
export function mayBeSame(one: unknown, other: unknown): boolean {
  return compare(one, other, (left, right) => isUnknown(left) || isUnknown(right));
}

/** Whether two option values say the same, where what is unknown is like nothing but what is unknown. */
export function isSame(one: unknown, other: unknown): boolean {
  return compare(one, other, () => false);
}

function compare(one: unknown, other: unknown, passes: (left: unknown, right: unknown) => boolean): boolean {
  const pairs: [unknown, unknown][] = [[one, other]];
  const compared = new Map<object, Set<object>>();
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair;
    if (Object.is(left, right) || passes(left, right)) continue;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
      if ((left ?? null) !== (right ?? null)) return false;
      continue;
    }
    if (Array.isArray(left) !== Array.isArray(right)) return false;
    if (left instanceof Date && right instanceof Date) {
      if (left.getTime() !== right.getTime()) return false;
      continue;
    }
    const partners = compared.get(left) ?? new Set();
    if (partners.has(right)) continue;
    compared.set(left, partners.add(right));
    const [entries, others] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
    for (const name of new Set([...entries.keys(), ...others.keys()])) pairs.push([entries.get(name), others.get(name)]);
  }
  return true;
}
