/** The colours that the style sheet makes of the editor's theme, for the canvas, which knows no variables. */
const names = [
  "background",
  "foreground",
  "muted",
  "card",
  "card-border",
  "group",
  "group-border",
  "header",
  "edge",
  "trunk",
  "lineage",
  "focus",
  "active",
  "none",
  "success",
  "failure",
  "running",
  "queued",
  "warning",
  "canceled",
] as const;

export type Color = (typeof names)[number];

export interface Theme {
  readonly colors: Readonly<Record<Color, string>>;
  readonly font: string;
  readonly highContrast: boolean;
}

/** Reads the colours anew: call it at the start and whenever the body's classes change. */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  const entries = names.map((name) => [name, style.getPropertyValue(`--hw-${name}`).trim()] as const);
  return {
    colors: Object.fromEntries(entries) as Record<Color, string>,
    font: style.fontFamily,
    highContrast: body.classList.contains("vscode-high-contrast"),
  };
}

/** Whether things should not move by themselves. */
export function reducedMotion(body: HTMLElement): boolean {
  return body.classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
}
