import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ThemeName, themes } from "./themes.ts";

const nonce = "bm9uY2U";

export interface PageServer {
  /** The page's address in a theme; `search` as in `silent-worker`. */
  url(theme: ThemeName, search?: string): string;
  /** Bytes of the page's script without its worker, and of the worker. */
  readonly sizes: { readonly script: number; readonly worker: number };
  close(): Promise<void>;
}

/** Builds the page and serves it alone, under the policy that it has in VS Code, with a fake host. */
export async function servePage(): Promise<PageServer> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-page-"));
  // The build is JavaScript, which these tests do not take apart.
  const { buildWebview } = (await import(join(import.meta.dirname, "../../webview/build.mjs"))) as {
    buildWebview(options: { outdir: string }): Promise<PageServer["sizes"]>;
  };
  const sizes = await buildWebview({ outdir: folder });
  const files: Readonly<Record<string, readonly [type: string, content: () => string]>> = {
    "/graph.js": ["text/javascript", () => readFileSync(join(folder, "graph.js"), "utf8")],
    "/graph.css": ["text/css", () => readFileSync(join(folder, "graph.css"), "utf8")],
    "/fakeHost.js": ["text/javascript", () => readFileSync(join(import.meta.dirname, "fakeHost.js"), "utf8")],
    "/theme.css": ["text/css", () => ""],
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", origin());
    const theme = themes[(searchParams.get("theme") ?? "dark") as ThemeName];
    const [type, content] =
      pathname === "/"
        ? (["text/html", () => html(origin(), searchParams.get("theme") ?? "dark", theme.bodyClass)] as const)
        : pathname === "/theme.css"
          ? (["text/css", () => variablesOf(theme.variables)] as const)
          : (files[pathname] ?? ["text/plain", () => ""]);
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` });
    response.end(content());
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: (theme, search = "") => `${origin()}/?theme=${theme}&${search}`,
    sizes,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function html(origin: string, theme: string, bodyClass: string): string {
  const policy = ["default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${origin}`, "worker-src blob:"].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme.css?theme=${theme}">
<link rel="stylesheet" href="/graph.css">
<title>Asset Graph</title>
</head>
<body class="${bodyClass}">
<div id="root"></div>
<script nonce="${nonce}" src="/fakeHost.js"></script>
<script nonce="${nonce}" src="/graph.js"></script>
</body>
</html>`;
}

function variablesOf(variables: Readonly<Record<string, string>>): string {
  return `:root { ${Object.entries(variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(" ")} }`;
}
