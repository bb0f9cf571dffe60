import { SelectionError, severityNames } from "@headwater/model";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { StoreError } from "headwater/engine";
import { CommandError, exitCodes } from "./commandError.ts";
import { automationExplain } from "./commands/automationExplain.ts";
import { check } from "./commands/check.ts";
import { graph } from "./commands/graph.ts";
import { host } from "./commands/host.ts";
import { list } from "./commands/list.ts";
import { materialize } from "./commands/materialize.ts";
import { partitions } from "./commands/partitions.ts";
import { rename } from "./commands/rename.ts";
import { runs } from "./commands/runs.ts";
import { stale } from "./commands/stale.ts";
import { types } from "./commands/types.ts";
import { CannotRun, HostLost } from "./host/cannotRun.ts";
import { defaultLoadTimeout } from "./loaded/loadProject.ts";
import { styleFor } from "./terminal/style.ts";
import { version } from "./version.ts";

/**
 * Runs the command and sets the process's exit code: 0 fine, 1 a finding of severity error or a failed step, 2 misuse.
 *
 * @param argv the arguments, without the program's own
 */
export async function main(argv: readonly string[]): Promise<void> {
  // Users of Node 22 need not read that SQLite is experimental there: what we use of it is tested on every Node.
  const warnings = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") for (const listener of warnings) listener.call(process, warning);
  });
  watchOutput();
  // Node would print a line of the built file, which is long.
  process.once("uncaughtException", (error) => process.exit(report(error)));
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** What cannot be written must not end the work, which goes on record anyway. */
function watchOutput(): void {
  let lost = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader of a pipe (head, less) has seen enough, or the terminal was closed.
    if (lost || error.code === "EPIPE" || error.code === "EIO") return;
    lost = true;
    report(new CommandError(`Not all of the output could be written: ${error.message}.`));
  });
  process.stderr.on("error", () => {});
  process.once("exit", () => {
    if (lost && process.exitCode === exitCodes.fine) process.exitCode = exitCodes.failed;
  });
}

async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = new Command("headwater")
    .description("Software-defined assets for TypeScript: check, see and materialize the assets of a project.")
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see "headwater --help")');

  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option("--project <folder>", "the project's folder; the nearest one with a package.json by default", process.cwd())
      .option("--json", "write one JSON document to stdout (docs/json.md)")
      .allowExcessArguments(false);

  command("check", "Find what is wrong in the project's assets, without running any of its code (but see --loaded).")
    .addOption(
      new Option("--fail-on <severity>", "the least severity that makes the exit code 1")
        .choices([...severityNames])
        .default("error"),
    )
    .option("--types", "also compare what each asset gives with what its downstreams take; this asks the compiler")
    .option("--loaded", "load the project in a worker process too, for what only running its code can tell")
    .option("--load-timeout <seconds>", "how long loading may take", wholeNumber, defaultLoadTimeout)
    .action(async (options) => {
      exitCode = await check(options);
    });
  command("graph", "Show the assets and what they depend on, without running any code (but see --loaded).")
    .option("--select <selection>", 'which assets, as in "+orders", "orders+", "2+orders"', "*")
    .option("--loaded", "load the project in a worker process too, for what only running its code can tell")
    .option("--load-timeout <seconds>", "how long loading may take", wholeNumber, defaultLoadTimeout)
    .action(async (options) => {
      exitCode = await graph(options);
    });
  command("list", "List the assets with their groups, kinds and latest materializations.")
    .option("--select <selection>", 'which assets, as in "+orders", "orders+", "2+orders"', "*")
    .option("--loaded", "load the project in a worker process too, for what only running its code can tell")
    .option("--load-timeout <seconds>", "how long loading may take", wholeNumber, defaultLoadTimeout)
    .action(async (options) => {
      exitCode = await list(options);
    });
  command("stale", "Say which assets are stale or missing, and why: the code as it stands is compared with the history.")
    .option("--select <selection>", 'which assets, as in "+orders", "orders+", "2+orders"', "*")
    .option("--loaded", "load the project in a worker process, for what only running its code can tell")
    .option("--load-timeout <seconds>", "how long loading may take", wholeNumber, defaultLoadTimeout)
    .action(async (options) => {
      exitCode = await stale(options);
    });
  command("partitions", "Show the partitions that an asset has now, without running any code.")
    .argument("<asset>", "the asset's key, as in orders or staging/orders")
    .option("--range <range>", "from one partition to another, both included, as in 2026-01-01...2026-01-31")
    .option("--count", "only how many there are")
    .action(async (asset, options) => {
      exitCode = await partitions(asset, options);
    });
  command("materialize", "Compute assets in worker processes, upstreams first. Ctrl-C cancels.")
    .option("--select <selection>", 'which assets, as in "+orders", "orders+", "2+orders"', "*")
    .option(
      "--concurrency <steps>",
      "how many steps to run at the same time; by default what the executor says, else the number of processors",
      wholeNumber,
    )
    .option("--from-failure <run>", "run again what failed in an earlier run, and what was not computed because of it")
    .action(async (options) => {
      exitCode = await materialize(options);
    });
  command("runs", "Show the latest runs, or one run with its assets and what they wrote.")
    .argument("[run]", "a run's id, or how it starts")
    .option("--limit <runs>", "how many runs to list", wholeNumber, 20)
    .action(async (id, options) => {
      exitCode = await runs(id, options);
    });

  command("rename", "Give an asset another key in every file that names it, and carry its history and stored value to that key.")
    .argument("<old>", "the key as it is, as in staging/orders")
    .argument("<new>", "the key as it is to be")
    .option("--dry-run", "change nothing, and show what would be changed")
    .option("--only-history", "the code has the new key already: only carry the history and the stored value")
    .action(async (old, now, options) => {
      exitCode = await rename(old, now, options);
    });

  program
    .command("automation")
    .description("What automation conditions come to.")
    .command("explain")
    .description("Say whether an asset's automation condition is true now, and why, without running any code.")
    .argument("<asset>", "the key of an asset, or asset:check")
    .option("--project <folder>", "the project's folder; the nearest one with a package.json by default", process.cwd())
    .option("--json", "write one JSON document to stdout (docs/json.md)")
    .allowExcessArguments(false)
    .action(async (asset, options) => {
      exitCode = await automationExplain(asset, options);
    });

  command("types", "Write headwater-env.d.ts, which types what is named by text, without running any code.")
    .option("--check", "write nothing; the exit code is 1 where the file is not as the code says")
    .action(async (options) => {
      exitCode = await types(options);
    });

  program
    .command("host")
    .description("Serve an editor over standard input and output.")
    .option("--project <folder>", "the project's folder; the nearest one with a package.json by default", process.cwd())
    .option("--stdio", "speak JSON-RPC over standard input and output")
    .action(async (options) => {
      exitCode = await host(options);
    });

  await program.parseAsync([...argv], { from: "user" });
  return exitCode;
}

/** Says what went wrong, and what the shell is to hear. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.misuse;
  const style = styleFor(process.stderr);
  const say = (message: string) => process.stderr.write(`${style("red", "error")} ${message}\n`);
  if (error instanceof CommandError) {
    say(error.message);
    return error.exitCode;
  }
  if (error instanceof SelectionError) {
    say(`--select: ${error.message}`);
    return exitCodes.misuse;
  }
  if (error instanceof StoreError) {
    say(`${error.message} (${error.code})`);
    return exitCodes.failed;
  }
  if (error instanceof CannotRun || error instanceof HostLost) {
    say(error.message);
    return exitCodes.failed;
  }
  say(
    `headwater itself failed, which is a fault of ours: please report it.\n${error instanceof Error ? error.stack : String(error)}`,
  );
  return exitCodes.failed;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It takes a whole number from 1.");
  return value;
}
