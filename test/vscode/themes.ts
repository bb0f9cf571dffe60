/** The themes that are looked at; named as VS Code's setting `workbench.colorTheme` wants them. */
export const themes = {
  dark: "Dark Modern",
  light: "Light Modern",
  highContrast: "Default High Contrast",
} as const;

export type Theme = keyof typeof themes;

/** The class of the workbench and of the body of each webview under a theme. */
export const themeClasses = { dark: "vs-dark", light: "vs", highContrast: "hc-black" } as const satisfies Record<Theme, string>;
