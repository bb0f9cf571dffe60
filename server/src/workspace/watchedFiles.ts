import { posix } from "node:path";
import { type Connection, DidChangeWatchedFilesNotification, type Disposable } from "vscode-languageserver";
import { isSettings } from "./overlayFiles.ts";

const always = ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}", "**/package.json", "**/{ts,js}config*.json", "**/.gitignore"];

/** Has a client watch files on disk. */
export interface WatchedFiles {
  /** Begins with what every project depends on. */
  begin(): void;
  /** Goes on with what projects say in files of other names, as a tsconfig.json may extend them. */
  follow(configuration: Iterable<string>): void;
}

/**
 * Asks a client to watch files.
 *
 * @param log says what went wrong
 */
export function createWatchedFiles(connection: Connection, log: (error: unknown) => void): WatchedFiles {
  let names = "";
  let isBegun = false;
  let registering: Promise<Disposable | undefined> = Promise.resolve(undefined);
  const register = (globs: readonly string[]) =>
    connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: globs.map((globPattern) => ({ globPattern })),
    });
  return {
    begin() {
      isBegun = true;
      register(always).catch(log);
    },
    follow(configuration) {
      if (!isBegun) return;
      const others = new Set(Array.from(configuration).flatMap((path) => (isSettings(path) ? [] : [posix.basename(path)])));
      const now = [...others].sort();
      if (now.join("\n") === names) return;
      names = now.join("\n");
      registering = registering
        .then((before) => before?.dispose())
        .then(() => (now.length === 0 ? undefined : register(now.map((name) => `**/${name}`))))
        .catch((error) => {
          log(error);
          return undefined;
        });
    },
  };
}
