import type { BindingFact } from "./fileFacts.ts";

/** What is declared more than once under one name is merged at run time, in a way that is not followed. */
export function withoutMerged(bindings: readonly BindingFact[]): BindingFact[] {
  const merged = new Map<string, BindingFact>();
  for (const binding of bindings) {
    const first = merged.get(binding.name);
    if (first === undefined) {
      merged.set(binding.name, binding);
      continue;
    }
    const mentions = [...first.mentions, ...binding.mentions];
    const value = { kind: "unknown", reason: "declared more than once", mentions, span: first.value.span } as const;
    merged.set(binding.name, { ...first, value, mentions });
  }
  return [...merged.values()];
}
