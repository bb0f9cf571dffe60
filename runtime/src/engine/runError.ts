import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";
import { type RunError, resolveMetadata, type SourceLocation } from "@headwater/model";
import { isFailure } from "../retries/failure.ts";

const mostCauses = 5;
const mostErrors = 5;
const longestMessage = 20_000;
const longestStack = 20_000;
const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes what was thrown as data: whatever it is, and even where reading it throws again.
 *
 * @param projectFolder the absolute path of the project's folder: `location` is the innermost frame inside it that is
 *   neither in `node_modules` nor in `.headwater` nor our own, else that of the cause
 */
export function toRunError(thrown: unknown, projectFolder: string): RunError {
  return convert(thrown, projectFolder, []);
}

function convert(thrown: unknown, projectFolder: string, outer: readonly unknown[]): RunError {
  if (!isError(thrown)) {
    const shown = readSafely(() => inspect(thrown)) ?? "one that cannot be shown";
    return { name: "NonError", message: cut(`A value that is not an Error was thrown: ${shown}`) };
  }
  const stack = readSafely(() => thrown.stack);
  const cause = readSafely(() => thrown.cause);
  const known = [...outer, thrown];
  const isInner = cause !== undefined && cause !== null && !known.includes(cause) && outer.length < mostCauses;
  const innerError = isInner ? convert(cause, projectFolder, known) : undefined;
  const location = locate(stack ?? "", projectFolder) ?? innerError?.location;
  return {
    name: readSafely(() => String(thrown.name)) || "Error",
    message: cut(messageOf(thrown)),
    ...(stack === undefined ? {} : { stack: stack.slice(0, longestStack) }),
    ...(location === undefined ? {} : { location }),
    ...(innerError === undefined ? {} : { cause: innerError }),
    ...metadataOf(thrown),
  };
}

/** What `Failure({ metadata })` tells. An entry without a form is left out: the failure itself matters more. */
function metadataOf(thrown: unknown): Pick<RunError, "metadata"> {
  if (!isFailure(thrown)) return {};
  const { metadata } = resolveMetadata(readSafely(() => thrown.metadata) ?? {});
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}

/** Looking may throw too: what was thrown may be a proxy. */
function isError(thrown: unknown): thrown is Error {
  return readSafely(() => thrown instanceof Error || types.isNativeError(thrown)) ?? false;
}

/** The message with those of the errors that it sums up. Some errors of Node have none, but a code. */
function messageOf(error: Error & { readonly code?: unknown; readonly errors?: unknown }): string {
  const message = readSafely(() => String(error.message)) ?? "";
  const summed = readSafely(() => (Array.isArray(error.errors) ? error.errors.map((part) => String(part?.message ?? part)) : []));
  const inner = (summed ?? []).filter((part) => part !== "" && !message.includes(part));
  const more = inner.length > mostErrors ? [`and ${inner.length - mostErrors} more`] : [];
  const all = [...inner.slice(0, mostErrors), ...more].join("; ");
  if (all !== "") return message === "" ? all : `${message}: ${all}`;
  if (message !== "") return message;
  const code = readSafely(() => error.code);
  return code === undefined ? "(no message)" : String(code);
}

function cut(message: string): string {
  const left = message.length - longestMessage;
  return left <= 0 ? message : `${message.slice(0, longestMessage)}… (${left} more characters)`;
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
