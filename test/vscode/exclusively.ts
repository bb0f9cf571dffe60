import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An owner that has not touched its lock for so long is gone, even if another process has got its id since. */
const silence = 2 * 60_000;

/**
 * Does a piece of work while no other process does one under the same lock file. A lock whose owner is gone is taken over.
 * Fails when the owner has not let go after `patience` milliseconds (50 minutes by default).
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>, patience = 50 * 60_000): Promise<T> {
  mkdirSync(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + patience;
  while (!taken(lockFile)) {
    if (Date.now() > deadline) {
      throw new Error(`Process ${owner(lockFile)} has held ${lockFile} for too long: end it, or delete the file.`);
    }
    await sleep(250);
  }
  const sign = setInterval(() => {
    try {
      utimesSync(lockFile, new Date(), new Date());
    } catch {
      // Somebody has deleted it by hand.
    }
  }, 10_000);
  try {
    return await work();
  } finally {
    clearInterval(sign);
    rmSync(lockFile, { force: true });
  }
}

function taken(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (isAbandoned(lockFile)) {
    // Of several that see it, one gets to move it away; the others find it gone or see a new one the next time.
    const aside = `${lockFile}.${process.pid}`;
    try {
      renameSync(lockFile, aside);
      rmSync(aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return false;
}

function isAbandoned(lockFile: string): boolean {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > silence) return true;
  } catch {
    return false;
  }
  // A file without a process id was just made and is about to be filled.
  const pid = owner(lockFile);
  return pid !== undefined && !isAlive(pid);
}

function owner(lockFile: string): number | undefined {
  try {
    return Number(readFileSync(lockFile, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
