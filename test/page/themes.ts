/** The variables of VS Code's own themes that the page looks at, as a workbench gives them. */
export interface TestTheme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

const font = { "font-family": "'DejaVu Sans', sans-serif" };

export const themes = {
  dark: {
    bodyClass: "vscode-dark",
    variables: {
      ...font,
      "editor-background": "#1f1f1f",
      "editor-foreground": "#cccccc",
      foreground: "#cccccc",
      focusBorder: "#0078d4",
      "charts-red": "#f14c4c",
      "charts-green": "#89d185",
      "charts-blue": "#3794ff",
      "charts-yellow": "#cca700",
      "charts-purple": "#b180d7",
      "editorWidget-background": "#202020",
      "editorWidget-border": "#454545",
      "button-background": "#0078d4",
      "button-foreground": "#ffffff",
      "widget-shadow": "rgba(0, 0, 0, 0.36)",
    },
  },
  light: {
    bodyClass: "vscode-light",
    variables: {
      ...font,
      "editor-background": "#ffffff",
      "editor-foreground": "#3b3b3b",
      foreground: "#3b3b3b",
      focusBorder: "#005fb8",
      "charts-red": "#e51400",
      "charts-green": "#388a34",
      "charts-blue": "#1a85ff",
      "charts-yellow": "#bf8803",
      "charts-purple": "#652d90",
      "editorWidget-background": "#f8f8f8",
      "editorWidget-border": "#c8c8c8",
      "button-background": "#005fb8",
      "button-foreground": "#ffffff",
      "widget-shadow": "rgba(0, 0, 0, 0.16)",
    },
  },
  highContrast: {
    bodyClass: "vscode-high-contrast",
    variables: {
      ...font,
      "editor-background": "#000000",
      "editor-foreground": "#ffffff",
      foreground: "#ffffff",
      focusBorder: "#f38518",
      contrastBorder: "#6fc3df",
      contrastActiveBorder: "#f38518",
      "charts-red": "#f48771",
      "charts-green": "#89d185",
      "charts-blue": "#59a4f9",
      "charts-yellow": "#ffd370",
      "charts-purple": "#b180d7",
      "editorWidget-background": "#0c141f",
      "editorWidget-border": "#6fc3df",
      "button-foreground": "#ffffff",
    },
  },
  highContrastLight: {
    bodyClass: "vscode-high-contrast-light vscode-high-contrast",
    variables: {
      ...font,
      "editor-background": "#ffffff",
      "editor-foreground": "#292929",
      foreground: "#292929",
      focusBorder: "#006bbd",
      contrastBorder: "#0f4a85",
      contrastActiveBorder: "#006bbd",
      "charts-red": "#b5200d",
      "charts-green": "#374e06",
      "charts-blue": "#0063d3",
      "charts-yellow": "#895503",
      "charts-purple": "#652d90",
      "editorWidget-background": "#ffffff",
      "editorWidget-border": "#0f4a85",
      "button-background": "#0f4a85",
      "button-foreground": "#ffffff",
    },
  },
} as const satisfies Record<string, TestTheme>;

export type ThemeName = keyof typeof themes;
