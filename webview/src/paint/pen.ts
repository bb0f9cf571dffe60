import type { Rectangle } from "../viewport/viewport.ts";
import { icons } from "./icons.ts";
import type { Color } from "./theme.ts";

/** What is painted with. */
export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly colors: Readonly<Record<Color, string>>;
  /** The family of the editor's font. */
  readonly font: string;
  /** Shortens a text to a width. */
  readonly fit: (text: string, font: string, width: number) => string;
}

/** How much is left of what does not belong to the lineage. */
export const dimmed = 0.35;

/** The same where texts must stay readable: in high contrast, and for titles. */
export const readableDimmed = 0.56;

const shapes = new Map<string, string>(Object.entries(icons));
const outlines = new Map<string, Path2D>();

export function paintIcon({ context, colors }: Pen, name: string, x: number, y: number, size: number, color: Color): void {
  let shape = outlines.get(name);
  if (shape === undefined) {
    shape = new Path2D(shapes.get(name) ?? "");
    outlines.set(name, shape);
  }
  context.save();
  context.translate(x, y);
  context.scale(size / 16, size / 16);
  context.strokeStyle = colors[color];
  context.lineWidth = 1.6;
  context.lineJoin = "round";
  context.stroke(shape);
  context.restore();
}

export function outline({ context, colors }: Pen, { x, y, width, height }: Rectangle, color: Color, lineWidth: number): void {
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.strokeStyle = colors[color];
  context.lineWidth = lineWidth;
  context.stroke();
}

export function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
