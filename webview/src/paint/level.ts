/** How much of a card can be read: all of it (in the DOM), its name (on the canvas), nothing but its status. */
export type Level = "reading" | "names" | "far";

export function levelAt(zoom: number): Level {
  return zoom >= 0.72 ? "reading" : zoom >= 0.32 ? "names" : "far";
}

/** How high a group's header is seen, in pixels of the page: its title stays readable at any zoom. */
export function headerHeight(zoom: number): number {
  return Math.max(38 * zoom, 22);
}
