import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vsix } from "./vscode/vsix.ts";

const root = join(import.meta.dirname, "..");

describe("the packed extension", () => {
  test("holds bundles, grammars, icon, licence, readme and changelog, nothing else", () => {
    const vsce = join(root, "node_modules/@vscode/vsce/vsce");
    const { stdout } = spawnSync(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: root, encoding: "utf8" });
    expect(stdout.trim().split(/\r?\n/).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.md",
      "dist/extension.cjs",
      "dist/server.cjs",
      "dist/typescript-libraries.json.br",
      "dist/typescript.cjs",
      "dist/webview/graph.css",
      "dist/webview/graph.js",
      "docs/images/icon.png",
      "package.json",
      "syntaxes/cron.injection.tmLanguage.json",
      "syntaxes/selection.injection.tmLanguage.json",
      "syntaxes/sql.injection.tmLanguage.json",
    ]);
  });

  test("is small enough to be downloaded without a thought", () => {
    expect(statSync(vsix).size).toBeLessThan(3 * 1024 * 1024);
  });

  test("names no path of the machine that built it", () => {
    for (const file of ["dist/extension.cjs", "dist/server.cjs", "dist/typescript.cjs", "dist/webview/graph.js"]) {
      expect(readFileSync(join(root, file), "utf8")).not.toContain(`${root}/`);
    }
  });
});
