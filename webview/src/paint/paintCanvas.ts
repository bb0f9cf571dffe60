import type { AssetStatus } from "@headwater/model";
import type { Scene, SceneGroup } from "../scene/scene.ts";
import type { Tally } from "../scene/status.ts";
import { placeOf, type Target } from "../scene/target.ts";
import { meets, type Size, seenPart, toPage, type Viewport } from "../viewport/viewport.ts";
import { levelAt } from "./level.ts";
import { paintCard } from "./paintCard.ts";
import { paintLines } from "./paintLines.ts";
import { paintTitles } from "./paintTitles.ts";
import { grown, outline, type Pen } from "./pen.ts";
import { createTextFitter } from "./text.ts";
import type { Theme } from "./theme.ts";

/** All that a picture is made of. */
export interface Picture {
  readonly scene: Scene;
  readonly viewport: Viewport;
  readonly size: Size;
  readonly theme: Theme;
  readonly statuses: ReadonlyMap<string, AssetStatus>;
  readonly tallies: ReadonlyMap<string, Tally>;
  /** The assets of each group. */
  readonly membersOf: ReadonlyMap<string, readonly string[]>;
  /** The assets to be seen clearly while the rest is dimmed; undefined: all. */
  readonly lineage: ReadonlySet<string> | undefined;
  readonly focused: Target | undefined;
  readonly active: Target | undefined;
  readonly now: number;
}

/**
 * Makes a painter for a canvas: groups and lines always, cards and titles where they are too small for the DOM. Only
 * what is seen is painted.
 */
export function createPainter(canvas: HTMLCanvasElement): (picture: Picture, ratio: number) => void {
  const context = canvas.getContext("2d");
  if (context === null) return () => {};
  const fit = createTextFitter((text, font) => {
    context.font = font;
    return context.measureText(text).width;
  });
  return (picture, ratio) => {
    const { size, theme } = picture;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    paint({ context, colors: theme.colors, font: theme.font, fit }, picture, ratio);
  };
}

function paint(pen: Pen, picture: Picture, ratio: number): void {
  const { scene, viewport, size } = picture;
  const level = levelAt(viewport.zoom);
  const seen = seenPart(viewport, size, 40);
  const groups = scene.groups.filter(({ rectangle }) => meets(rectangle, seen));
  for (const group of groups) if (!group.collapsed) paintGroup(pen, picture, group);
  paintLines(pen, picture, seen, ratio);
  if (level === "reading") return;
  for (const card of scene.cards) if (meets(card.rectangle, seen)) paintCard(pen, picture, card);
  paintTitles(pen, picture, groups);
  const focused = picture.focused === undefined ? undefined : placeOf(scene, picture.focused);
  if (focused !== undefined) outline(pen, grown(toPage(viewport, focused), 3), "focus", 2);
}

function paintGroup({ context, colors }: Pen, { viewport }: Picture, { rectangle }: SceneGroup): void {
  const { x, y, width, height } = toPage(viewport, rectangle);
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(8, 10 * viewport.zoom + 2));
  context.fillStyle = colors.group;
  context.fill();
  context.strokeStyle = colors["group-border"];
  context.lineWidth = 1;
  context.stroke();
}
