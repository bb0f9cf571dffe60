import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";
import type { RunError, SourceLocation } from "@headwater/model";

const mostCauses = 5;
const longestStack = 20_000;
const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes what was thrown as data: whatever it is, and even where reading it throws again.
 *
 * @param projectFolder the absolute path of the project's folder: `location` is the innermost frame inside it that is
 *   neither in `node_modules` nor in `.headwater` nor our own, else that of the cause
 */
export function toRunError(thrown: unknown, projectFolder: string): RunError {
  return convert(thrown, projectFolder, mostCauses);
}

function convert(thrown: unknown, projectFolder: string, causes: number): RunError {
  if (!(thrown instanceof Error || types.isNativeError(thrown))) {
    return { name: "NonError", message: `A value that is not an Error was thrown: ${readSafely(() => inspect(thrown))}` };
  }
  const stack = readSafely(() => thrown.stack);
  const cause = readSafely(() => thrown.cause);
  const innerError =
    cause === undefined || cause === null || causes === 0 ? undefined : convert(cause, projectFolder, causes - 1);
  const location = locate(stack ?? "", projectFolder) ?? innerError?.location;
  return {
    name: readSafely(() => String(thrown.name)) || "Error",
    message: messageOf(thrown),
    ...(stack === undefined ? {} : { stack: stack.slice(0, longestStack) }),
    ...(location === undefined ? {} : { location }),
    ...(innerError === undefined ? {} : { cause: innerError }),
  };
}

/** Some errors of Node have no message, but a code or the errors of several attempts. */
function messageOf(error: Error & { readonly code?: unknown; readonly errors?: unknown }): string {
  const message = readSafely(() => String(error.message)) ?? "";
  if (message !== "") return message;
  const inner = readSafely(() => (Array.isArray(error.errors) ? error.errors.map((part) => String(part?.message ?? part)) : []));
  if (inner !== undefined && inner.length > 0) return inner.join("; ");
  const code = readSafely(() => error.code);
  return code === undefined ? "(no message)" : String(code);
}

function readSafely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const frame = /^\s*at .*?\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/;

function locate(stack: string, projectFolder: string): SourceLocation | undefined {
  for (const line of stack.split("\n")) {
    const [, place, row, column] = frame.exec(line) ?? [];
    if (place === undefined) continue;
    const path = readSafely(() => (place.startsWith("file:") ? fileURLToPath(place) : place));
    if (path === undefined || path.startsWith(ownFolder)) continue;
    const inside = relative(projectFolder, path);
    if (inside === "" || isAbsolute(inside)) continue;
    const file = inside.split(sep).join("/");
    if (/^\.\.(\/|$)|(^|\/)(node_modules|\.headwater)\//.test(file)) continue;
    return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}
