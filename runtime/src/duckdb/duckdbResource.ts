import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { checkOptionNames } from "../options/readOptions.ts";
import { type ResourceContext, type ResourceDefinition, resource } from "../resources/resource.ts";
import { openWhenFree } from "./openWhenFree.ts";
import { type DuckDBParameters, type DuckDBResultValue, toDuckDBParameters } from "./parameters.ts";

/** An open DuckDB database: what compute functions take as the resource. */
export interface DuckDB {
  /**
   * Runs a statement and gives its rows as plain objects.
   *
   * @param parameters a list for `?` and `$1`, an object for `$name`
   * @throws Error with DuckDB's message
   */
  query<Row extends object = Record<string, DuckDBResultValue>>(sql: string, parameters?: DuckDBParameters): Promise<Row[]>;
  /**
   * Runs a statement, or several separated by semicolons if there are no parameters.
   *
   * @returns how many rows the last one has changed
   * @throws Error with DuckDB's message
   */
  execute(sql: string, parameters?: DuckDBParameters): Promise<number>;
  /** The connection of `@duckdb/node-api`, for all that it can do beside. It is closed after the step. */
  readonly connection: DuckDBConnection;
}

/** What `DuckDBResource()` takes. */
export interface DuckDBResourceOptions {
  /**
   * The database file, absolute or relative to the project's folder; it is created, with its folder, if it does not
   * exist. `:memory:` gives each step an empty database of its own, which no other step sees.
   */
  readonly database: string;
  /** How long to wait while another process has the file open, in seconds, from 0. 600 if left out. */
  readonly lockTimeout?: number;
  /** DuckDB's configuration options, as in `{ threads: "4" }`. */
  readonly config?: Readonly<Record<string, string>>;
}

interface OpenDuckDB extends DuckDB {
  readonly instance: DuckDBInstance;
}

type NodeApi = typeof import("@duckdb/node-api");

const memory = ":memory:";

/**
 * A DuckDB database as a resource. It needs the package `@duckdb/node-api`.
 *
 * DuckDB lets one process at a time open a file, so the database is opened for a step and closed after it, and a step
 * waits while another process has it open: steps that take the same database run one after the other.
 *
 * @example Definitions({ resources: { duckdb: DuckDBResource({ database: "data/shop.duckdb" }) } })
 * @throws TypeError for options that are not what they may be
 */
export function DuckDBResource(options: DuckDBResourceOptions): ResourceDefinition<DuckDB> {
  return duckdbResource(options, () => import("@duckdb/node-api"));
}

/** As {@link DuckDBResource}, with the package given by the caller. */
export function duckdbResource(options: DuckDBResourceOptions, load: () => Promise<NodeApi>): ResourceDefinition<DuckDB> {
  checkOptionNames("DuckDBResource", options, ["database", "lockTimeout", "config"]);
  const { database, lockTimeout = 600, config } = options;
  if (typeof database !== "string" || database === "") {
    throw new TypeError('database of a DuckDBResource is the path of a file, or ":memory:".');
  }
  if (typeof lockTimeout !== "number" || !(lockTimeout >= 0)) {
    throw new TypeError("lockTimeout of a DuckDBResource is a number of seconds from 0.");
  }
  return resource<OpenDuckDB>({
    description: `DuckDB, ${database}`,
    setup: async (context) => {
      const api = await loadApi(load);
      const instance = await openInstance(api, context, { database, lockTimeout, ...(config === undefined ? {} : { config }) });
      try {
        return wrap(api, instance, await instance.connect());
      } catch (error) {
        instance.closeSync();
        throw error;
      }
    },
    teardown: ({ connection, instance }) => {
      connection.closeSync();
      instance.closeSync();
    },
  });
}

async function loadApi(load: () => Promise<NodeApi>): Promise<NodeApi> {
  try {
    return await load();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if ((code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") || !message.includes("@duckdb/node-api")) throw cause;
    throw new Error("DuckDBResource needs a package that is not installed: npm install @duckdb/node-api", { cause });
  }
}

async function openInstance(
  api: NodeApi,
  { projectFolder, log, signal }: ResourceContext,
  { database, lockTimeout, config }: DuckDBResourceOptions & { readonly lockTimeout: number },
): Promise<DuckDBInstance> {
  if (database === memory) return api.DuckDBInstance.create(memory, { ...config });
  const file = resolve(projectFolder, database);
  await mkdir(dirname(file), { recursive: true });
  // Two steps of one process share what the cache holds while it is open, since one process may not open a file twice.
  return openWhenFree(() => api.DuckDBInstance.fromCache(file, { ...config }), { database, lockTimeout, log, signal });
}

function wrap(api: NodeApi, instance: DuckDBInstance, connection: DuckDBConnection): OpenDuckDB {
  return {
    instance,
    connection,
    query: <Row extends object>(sql: string, parameters?: DuckDBParameters) =>
      fromHere(async () => {
        const reader = await connection.runAndReadAll(sql, toDuckDBParameters(api, parameters));
        // What a row holds is known to whoever wrote the statement.
        return reader.getRowObjectsJS() as object[] as Row[];
      }),
    execute: (sql, parameters) =>
      fromHere(async () => (await connection.run(sql, toDuckDBParameters(api, parameters))).rowsChanged),
  };
}

/** An error of DuckDB's own threads knows nothing of who asked: it gets the stack of the statement that failed. */
async function fromHere<T>(run: () => Promise<T>): Promise<T> {
  const here = new Error();
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n${here.stack?.split("\n").slice(1).join("\n")}`;
    throw error;
  }
}
