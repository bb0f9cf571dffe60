import { type ChildProcess, fork } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";
import { type FromWorker, fromWorker, type ToWorker } from "@headwater/protocol";

/** How a worker's process ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker process, as its host sees it. */
export interface WorkerProcess {
  send(message: ToWorker): void;
  /** Whether a message would still reach it. */
  isAlive(): boolean;
  /** Ends the process and all that it started. */
  kill(): void;
}

export interface WorkerListeners {
  onMessage(message: FromWorker): void;
  onOutput(stream: "stdout" | "stderr", text: string): void;
  /** Called once, after everything that the process sent and wrote has been told. */
  onExit(exit: WorkerExit): void;
}

const entry = fileURLToPath(new URL("./worker.js", import.meta.url));

/**
 * Starts a worker. It leads a process group of its own: Ctrl-C in the terminal reaches the host alone, and a kill takes
 * along what the user's code has started.
 */
export function startWorker(projectFolder: string, listeners: WorkerListeners): WorkerProcess {
  const child = fork(entry, [], {
    cwd: projectFolder,
    detached: true,
    env: workerEnvironment(process.env),
    execArgv: ["--enable-source-maps", "--disable-warning=ExperimentalWarning"],
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    child[stream]?.on("data", (chunk: Buffer) => {
      const text = decoder.write(chunk);
      if (text !== "") listeners.onOutput(stream, text);
    });
  }
  // A step's output was written before its end was sent, but the pipes are read in any order: the end is told after the
  // loop has polled all of them once more.
  child.on("message", (raw) =>
    afterDraining(() => {
      // The user's code may use the channel too, as servers do that tell a process manager when they are ready.
      const message = fromWorker.safeParse(raw);
      if (message.success) listeners.onMessage(message.data);
    }),
  );
  let ended = false;
  const end = (exit: WorkerExit) => {
    if (ended) return;
    ended = true;
    // What it started may have outlived it.
    killGroup(child);
    afterDraining(() => listeners.onExit(exit));
  };
  child.on("exit", (code, signal) => end({ code, signal }));
  child.on("error", () => end({ code: null, signal: null }));
  return {
    send(message) {
      if (child.connected) child.send(message);
    },
    isAlive: () => child.connected && child.exitCode === null && child.signalCode === null,
    kill: () => killGroup(child),
  };
}

/** Lets the event loop poll all pipes once more before it goes on. */
function afterDraining(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** User code should not take itself for a part of an editor that happens to have started it. */
function workerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("VSCODE_") && name !== "ELECTRON_RUN_AS_NODE"),
  );
}
