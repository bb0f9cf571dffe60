import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Adapter, Table } from "./adapter.ts";
import type { Disputed, Outside } from "./runTable.ts";

/** The folder of our own copy of the tables. */
export const ownTables: string = import.meta.dirname;

const notTables: ReadonlySet<string> = new Set(["disputed.json", "outside.json"]);

/** The tables of a folder by name, in alphabetical order. */
export function readTables(folder: string): { readonly name: string; readonly table: Table }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !notTables.has(file))
    .sort()
    .map((file) => ({
      name: file.slice(0, -".json".length),
      table: JSON.parse(readFileSync(join(folder, file), "utf8")) as Table,
    }));
}

/** The exceptions that we argue for: they hold for our copy and for every other table of the same name. */
export function readExceptions(): { readonly disputed: readonly Disputed[]; readonly outside: readonly Outside[] } {
  const read = (file: string) => JSON.parse(readFileSync(join(ownTables, file), "utf8"));
  return { disputed: read("disputed.json") as Disputed[], outside: read("outside.json") as Outside[] };
}

/** The adapter of a table: the file of its name in `adapters/`. */
export async function adapterOf(table: string): Promise<Adapter | undefined> {
  const file = readdirSync(join(ownTables, "adapters")).find((name) => name === `${table}.ts`);
  if (file === undefined) return undefined;
  const { adapter } = (await import(`./adapters/${file}`)) as { adapter: Adapter };
  return adapter;
}
