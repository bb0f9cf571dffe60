/** What was made for a key before, or else what is made now. */
export function madeOnce<K, V extends object>(made: Map<K, V>, key: K, make: () => V): V {
  const before = made.get(key);
  if (before !== undefined) return before;
  const value = make();
  made.set(key, value);
  return value;
}
