// The language server's process: `--node-ipc` for VS Code, `--stdio` for other editors. It is also what the thread that
// compares types starts with, so that the compiler is shipped once.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { languageWith, type TypeScript } from "@headwater/analysis";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.ts";
import { isTypesThread } from "./types/typesThread.ts";

const transport = process.argv.slice(2).find((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument));
if (isTypesThread()) {
  // It answers by itself.
} else if (transport === undefined) {
  console.error("Say how to talk to the language server: --stdio, --node-ipc, --pipe=NAME or --socket=PORT.");
  process.exitCode = 1;
} else {
  const connection = createConnection(ProposedFeatures.all);
  // A fault in one place must not end the session; what is broken beyond that is the connection, and it ends the process.
  process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled rejection: ${String(reason)}`));
  // The build puts the compiler's own declarations beside the server.
  const libraries = join(__dirname, "typescript-libraries.json.br");
  // The build puts the compiler in a file of its own beside the server.
  const language = languageWith(() => require("typescript") as TypeScript);
  serve(connection, {
    language: () => Promise.resolve(language),
    ...(existsSync(libraries) ? { typesThread: { entry: __filename, libraries } } : {}),
  });
}
