import type { SceneGroup } from "../scene/scene.ts";
import { type Tally, tallyWords } from "../scene/status.ts";
import { meets, type Rectangle, toPage } from "../viewport/viewport.ts";
import { headerHeight, levelAt } from "./level.ts";
import type { Picture } from "./paintCanvas.ts";
import { grown, type Pen, paintIcon, readableDimmed } from "./pen.ts";

const inset = 7;
const smallSize = 11;
const leastSize = 11;

/**
 * Titles are as large as they must be to be read, and from afar wider than their group where nothing else is written
 * there. Where they would cover each other, the larger group's is shown.
 */
export function paintTitles(pen: Pen, picture: Picture, groups: readonly SceneGroup[]): void {
  const area = ({ rectangle: { width, height } }: SceneGroup) => width * height;
  const ordered = groups
    .toSorted((one, other) => area(other) - area(one))
    .map((group) => ({ group, box: titleBox(group, picture) }));
  const written: Rectangle[] = [];
  const titles: { readonly group: SceneGroup; readonly box: Rectangle }[] = [];
  for (const { group, box } of ordered) {
    const isFree = (place: Rectangle) => !written.some((other) => meets(other, grown(place, -1)));
    const wide = wideBox(pen, group, box);
    const isAlone = (place: Rectangle) => ordered.every((other) => other.group === group || !meets(other.box, place));
    const place = wide !== undefined && isFree(wide) && isAlone(wide) ? wide : box.width >= 36 && isFree(box) ? box : undefined;
    if (place === undefined) paintBox(pen, picture, group, quietBox(group, picture));
    else {
      written.push(place);
      titles.push({ group, box: place });
    }
  }
  for (const { group, box } of titles) {
    paintBox(pen, picture, group, box);
    paintTitle(pen, picture, group, box);
  }
  pen.context.globalAlpha = 1;
}

/** A box in which all of a title has room; undefined where the group's own has it. */
function wideBox({ context, font }: Pen, { id }: SceneGroup, box: Rectangle): Rectangle | undefined {
  context.font = `600 ${leastSize}px ${font}`;
  const width = Math.ceil(context.measureText(id).width) + 2 * inset + 6;
  return width <= box.width || width > 180 ? undefined : { ...box, x: box.x - (width - box.width) / 2, width };
}

/** Where a group's title stands: over its header, and into the space above where that is too low. */
function titleBox({ rectangle, collapsed }: SceneGroup, { viewport }: Picture): Rectangle {
  const place = toPage(viewport, rectangle);
  if (collapsed) return place.height >= 20 ? place : { ...place, y: place.y - (20 - place.height) / 2, height: 20 };
  const height = headerHeight(viewport.zoom);
  return { x: place.x, y: place.y + 38 * viewport.zoom - height, width: place.width, height };
}

/** A header without a title, no larger than it is. */
function quietBox({ rectangle, collapsed }: SceneGroup, { viewport }: Picture): Rectangle {
  const place = toPage(viewport, rectangle);
  return collapsed ? place : { ...place, height: 38 * viewport.zoom };
}

function paintBox({ context, colors }: Pen, picture: Picture, group: SceneGroup, box: Rectangle): void {
  // What is dimmed stays opaque, or what is behind would show through.
  context.globalAlpha = 1;
  const radius = Math.min(8, box.height / 3);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, group.collapsed ? radius : [radius, radius, 0, 0]);
  context.fillStyle = colors.header;
  context.fill();
  context.globalAlpha = isClear(group, picture) ? 1 : readableDimmed;
  const tally = picture.tallies.get(group.id);
  if (tally !== undefined && isTroubled(tally)) {
    context.save();
    context.clip();
    context.fillStyle = colors.failure;
    context.fillRect(box.x, box.y, Math.min(4, box.width / 8), box.height);
    context.restore();
  }
  context.strokeStyle = colors["group-border"];
  context.lineWidth = 1;
  context.stroke();
}

function paintTitle(pen: Pen, { viewport, tallies }: Picture, { id, collapsed }: SceneGroup, box: Rectangle): void {
  const { context, colors, font, fit } = pen;
  const widthOf = (text: string, name: string) => {
    context.font = name;
    return context.measureText(text).width;
  };
  const named = (size: number) => `600 ${size}px ${font}`;
  // From afar a title takes the room that there is; nearer, all are alike.
  const wanted = levelAt(viewport.zoom) === "far" ? 15 : 13;
  const room = box.width - 2 * inset;
  // A little less than what just fits, since texts do not grow evenly with their size.
  const fitting = Math.floor((wanted * (room - 4)) / Math.max(1, widthOf(id, named(wanted))));
  const size = Math.max(leastSize, Math.min(wanted, fitting));
  const title = fit(id, named(size), room);
  const tally = tallies.get(id);
  const twoLines = collapsed && box.height >= 38;
  const middle = box.y + box.height / 2;
  context.textBaseline = "middle";
  context.font = named(size);
  context.fillStyle = colors.foreground;
  context.fillText(title, box.x + inset, twoLines ? box.y + box.height * 0.33 : middle);
  if (tally === undefined) return;

  const left = twoLines ? room : room - widthOf(title, named(size)) - 12;
  const small = `${smallSize}px ${font}`;
  const trouble = isTroubled(tally) ? 15 : 0;
  const words = tallyWords(tally);
  const worst = trouble > 0 ? tallyWords({ ...tally, running: 0 }).slice(1) : words.slice(1);
  const said = [words.join(" · "), words.slice(1).join(" · "), worst.join(" · ")].find(
    (text) => text !== "" && widthOf(text, small) + trouble <= left,
  );
  if (said === undefined) return;
  const width = widthOf(said, small);
  const x = twoLines ? box.x + inset + trouble : box.x + box.width - inset - width;
  const y = twoLines ? box.y + box.height * 0.7 : middle;
  if (trouble > 0) paintIcon(pen, "failure", x - trouble, y - 6, 12, "failure");
  context.font = small;
  context.fillStyle = trouble > 0 ? colors.foreground : colors.muted;
  context.fillText(said, x, y);
}

function isTroubled({ failed, errors }: Tally): boolean {
  return failed + errors > 0;
}

function isClear({ id }: SceneGroup, { lineage, membersOf }: Picture): boolean {
  return lineage === undefined || (membersOf.get(id) ?? []).some((member) => lineage.has(member));
}
