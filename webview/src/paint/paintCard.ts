import type { SceneCard } from "../scene/scene.ts";
import { statusLook } from "../scene/status.ts";
import { toPage } from "../viewport/viewport.ts";
import { levelAt } from "./level.ts";
import type { Picture } from "./paintCanvas.ts";
import { dimmed, grown, outline, type Pen, paintIcon, readableDimmed } from "./pen.ts";

/** A card that is too small for the DOM: its status, and its name where there is room for it. */
export function paintCard(
  pen: Pen,
  { viewport, theme, statuses, lineage, active, now }: Picture,
  { node, rectangle }: SceneCard,
): void {
  const { context, colors, font, fit } = pen;
  const place = toPage(viewport, rectangle);
  const { x, y, width, height } = place;
  const look = statusLook(node, statuses.get(node.id), now);
  const isActive = active?.kind === "asset" && active.id === node.id;
  const declared = node.kind === "materializable";
  context.globalAlpha = lineage === undefined || lineage.has(node.id) ? 1 : theme.highContrast ? readableDimmed : dimmed;
  const radius = Math.min(5, height / 4);
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fillStyle = colors.card;
  context.fill();
  context.save();
  context.clip();
  context.fillStyle = declared ? colors[look.tone] : colors.card;
  context.fillRect(x, y, Math.max(3, 5 * viewport.zoom), height);
  context.restore();
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.setLineDash(declared ? [] : [3, 3]);
  context.strokeStyle = node.errors > 0 ? colors.failure : colors["card-border"];
  context.lineWidth = 1;
  context.stroke();
  context.setLineDash([]);
  if (isActive) {
    outline(pen, grown(place, 2), "active", 2);
    if (height >= 12) paintIcon(pen, "cursor", x + width - 14, y + (height >= 34 ? 4 : height / 2 - 6), 12, "active");
  }
  const icon = Math.min(14, height - 4);
  const inset = x + Math.max(3, 5 * viewport.zoom) + 4;
  const twoLines = height >= 34;
  const middle = y + (twoLines ? height * 0.32 : height / 2);
  const statusMiddle = twoLines ? y + height * 0.7 : middle;
  if (icon >= 8) paintIcon(pen, look.icon, inset, statusMiddle - icon / 2, icon, look.tone);
  if (levelAt(viewport.zoom) === "names") {
    context.textBaseline = "middle";
    const nameFont = `600 ${width < 120 ? 11 : 12}px ${font}`;
    const nameAt = twoLines ? inset : inset + icon + 4;
    context.fillStyle = colors.foreground;
    const name = fit(node.label, nameFont, x + width - nameAt - (isActive ? 16 : 4));
    context.font = nameFont;
    context.fillText(name, nameAt, middle);
    if (twoLines) {
      const wordsFont = `11px ${font}`;
      const words = fit(look.words, wordsFont, x + width - inset - icon - 8);
      context.font = wordsFont;
      context.fillStyle = colors.muted;
      context.fillText(words, inset + icon + 4, statusMiddle);
    }
  }
  context.globalAlpha = 1;
}
