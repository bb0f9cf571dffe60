import type { Direction } from "../layout/arrange.ts";
import type { SceneLine } from "../scene/lines.ts";
import { meets, type Rectangle } from "../viewport/viewport.ts";
import { curvesThrough } from "./curve.ts";
import { levelAt } from "./level.ts";
import type { Picture } from "./paintCanvas.ts";
import { dimmed, grown, type Pen } from "./pen.ts";

interface Shape {
  readonly line: Path2D;
  readonly head: Path2D;
}

const shapes = new WeakMap<SceneLine, Shape>();
/** How far a curve may swing out of what it connects. */
const swing = 120;
/** Below this zoom lines inside of groups would only make the cards grey. */
const innerZoom = 0.14;

/** Seen from afar, all dependencies from one group to another are one line; the more there are, the wider. */
export function paintLines({ context, colors }: Pen, { scene, viewport, lineage }: Picture, seen: Rectangle, ratio: number) {
  const far = levelAt(viewport.zoom) === "far";
  const { zoom, x, y } = viewport;
  const near = grown(seen, swing);
  const clear: SceneLine[] = [];
  const stroke = (line: SceneLine, color: string, width: number) => {
    const shape = shapeOf(line, scene.direction);
    context.strokeStyle = color;
    context.lineWidth = width / zoom;
    context.setLineDash(line.order && !far ? [5, 4] : []);
    context.stroke(shape.line);
    if (far) return;
    context.fillStyle = color;
    context.fill(shape.head);
  };
  const paint = (lines: readonly SceneLine[], color: string, width: (line: SceneLine) => number | undefined) => {
    for (const line of lines) {
      if (!meets(line.bounds, near)) continue;
      const wide = width(line);
      if (lineage !== undefined && line.links.some(([from, to]) => lineage.has(from) && lineage.has(to))) clear.push(line);
      else if (wide !== undefined) stroke(line, color, wide);
    }
  };

  context.save();
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  context.lineCap = "round";
  context.globalAlpha = lineage === undefined ? 1 : dimmed;
  const thin = Math.max(1, 1.4 * zoom);
  paint(scene.inner, colors.edge, () => (zoom >= innerZoom ? thin : undefined));
  if (far) paint(scene.trunks, colors.trunk, ({ links }) => 1 + Math.log2(links.length) * 0.8);
  else paint(scene.across, colors.edge, () => thin);
  context.globalAlpha = 1;
  for (const line of clear) stroke(line, colors.lineage, Math.max(1.6, 2.2 * zoom));
  context.restore();
}

function shapeOf(line: SceneLine, direction: Direction): Shape {
  const known = shapes.get(line);
  if (known !== undefined) return known;
  const shape: Shape = { line: new Path2D(), head: new Path2D() };
  shapes.set(line, shape);
  const [first, last] = [line.points[0], line.points.at(-1)];
  if (first === undefined || last === undefined) return shape;
  shape.line.moveTo(first.x, first.y);
  for (const [one, other, end] of curvesThrough(line.points, direction))
    shape.line.bezierCurveTo(one.x, one.y, other.x, other.y, end.x, end.y);
  const [back, aside] = direction === "right" ? [8, 4] : [4, 8];
  shape.head.moveTo(last.x, last.y);
  shape.head.lineTo(last.x - back, last.y - aside);
  if (direction === "right") shape.head.lineTo(last.x - back, last.y + aside);
  else shape.head.lineTo(last.x + back, last.y - aside);
  shape.head.closePath();
  return shape;
}
