interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether two rectangles are closer than a distance in both directions. */
export function overlaps(one: Rectangle, other: Rectangle, distance: number): boolean {
  return (
    one.x < other.x + other.width + distance &&
    other.x < one.x + one.width + distance &&
    one.y < other.y + other.height + distance &&
    other.y < one.y + one.height + distance
  );
}

/**
 * Moves what is in the way of the named rectangles to the right or down, whichever is shorter, and what is in the way of
 * that then. Of two that were named, the first stays. What does not overlap is let be, however close it is.
 */
export function pushAside<T extends Rectangle>(rectangles: Map<string, T>, grown: readonly string[], distance: number): void {
  const queue = [...grown];
  const rank = new Map(grown.map((id, at) => [id, at]));
  const first = (id: string) => rank.get(id) ?? grown.length;
  // Everything moves right or down only, so this ends; the bound is against a mistake in that.
  for (let steps = 0; queue.length > 0 && steps < rectangles.size * rectangles.size + 16; steps++) {
    const id = queue.shift() ?? "";
    const still = rectangles.get(id);
    if (still === undefined) continue;
    for (const [other, moving] of rectangles) {
      if (other === id || first(other) < first(id) || !overlaps(still, moving, 0)) continue;
      const right = still.x + still.width + distance - moving.x;
      const down = still.y + still.height + distance - moving.y;
      rectangles.set(other, right < down ? { ...moving, x: moving.x + right } : { ...moving, y: moving.y + down });
      queue.push(other);
    }
  }
}
