import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spawnServer } from "../server/src/testing/spawnedServer.ts";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const head = 'import { asset } from "headwater";\n';
const up = `${head}export const up = asset(async () => [1, 2]);\n`;
const down = `${head}export const down = asset(({ up }: { up: string[] }) => up);\n`;
const message = 'The input "up" takes string[], but the asset "up" gives number[].';

let project: ScratchProject;
beforeAll(() => {
  project = scratchProject({ "src/up.ts": up, "src/down.ts": down });
});
afterAll(() => project.remove());

describe("types are compared by what is shipped, which brings the compiler's declarations along", () => {
  test("headwater check --types", () => {
    const { diagnostics } = project.json("check", "--types");
    expect(diagnostics.map((found: { message: string }) => found.message)).toEqual([message]);
    expect(project.run("check", "--types").stdout).toContain(message);
  });

  test("the extension's server", async () => {
    const server = spawnServer(join(import.meta.dirname, "../dist/server.cjs"));
    const rootUri = pathToFileURL(project.folder).href;
    await server.request("initialize", { processId: null, rootUri, capabilities: {} });
    server.notify("initialized", {});
    server.notify("textDocument/didOpen", {
      textDocument: { uri: `${rootUri}/src/down.ts`, languageId: "typescript", version: 1, text: down },
    });
    await server.until(() => JSON.stringify(server.received).includes(JSON.stringify(message).slice(1, -1)));
    await server.request("shutdown");
    server.notify("exit");
    expect(await server.ended).toBe(0);
  });
});
