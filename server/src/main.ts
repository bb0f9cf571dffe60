// The language server's process: `--node-ipc` for VS Code, `--stdio` for other editors.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.ts";

const transport = process.argv.slice(2).find((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument));
if (transport === undefined) {
  console.error("Say how to talk to the language server: --stdio, --node-ipc, --pipe=NAME or --socket=PORT.");
  process.exitCode = 1;
} else {
  const connection = createConnection(ProposedFeatures.all);
  // A fault in one place must not end the session; what is broken beyond that is the connection, and it ends the process.
  process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled rejection: ${String(reason)}`));
  serve(connection);
}
