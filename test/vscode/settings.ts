import { themes } from "./themes.ts";

/** User settings under which a workbench is quiet: no pages at start, no telemetry, no advice, nothing fetched. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "workbench.colorTheme": themes.dark,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "window.dialogStyle": "custom",
  "window.autoDetectColorScheme": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
  "npm.fetchOnlinePackageInfo": false,
  "update.showReleaseNotes": false,
};

/** Added in journeys: what is typed arrives as it is, and nothing moves between a look and a click. */
export const steadySettings: Readonly<Record<string, unknown>> = {
  "workbench.reduceMotion": "on",
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoSurround": "never",
  "editor.autoIndent": "keep",
  "editor.acceptSuggestionOnCommitCharacter": false,
  "editor.occurrencesHighlight": "off",
  "editor.stickyScroll.enabled": false,
  "editor.cursorBlinking": "solid",
  "editor.find.seedSearchStringFromSelection": "never",
  "files.autoSave": "off",
};

/** Added where trust itself is looked at: VS Code then asks each time, as it does for a folder that it does not know. */
export const trustSettings: Readonly<Record<string, unknown>> = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "always",
  "security.workspace.trust.banner": "always",
};
