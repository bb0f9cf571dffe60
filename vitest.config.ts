import { defineConfig } from "vitest/config";

const conditions = ["@headwater/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@headwater/source", "node", "import"] } },
  test: {
    include: [
      "{model,analysis,runtime,protocol,cli,server,client,webview}/src/**/*.test.ts",
      "syntaxes/*.test.ts",
      "test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/fixtures/**", "**/dist/**"],
    testTimeout: 60_000,
  },
});
