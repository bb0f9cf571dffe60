import type { RunError } from "@headwater/model";
import { unreadableFile } from "../host/unreadableFile.ts";

/** Says in one sentence why a file of the project could not be loaded, and where. */
export function loadErrorMessage(file: string, error: RunError): string {
  const { name, location } = error;
  if (name === unreadableFile) {
    return error.message.startsWith(`${file}:`) ? error.message : `${file} cannot be loaded, since ${error.message}`;
  }
  const absent = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^/'.@:\\][^/':\\]*)[^':\\]*'(?: imported from |\n|$)/.exec(
    error.message,
  );
  if (absent?.[1] !== undefined) {
    return `${file} needs the package "${absent[1]}", which is not installed: npm install ${absent[1]}`;
  }
  // Where the built file lies is of no use to the user.
  const message = error.message.replace(/ imported from .*[\\/]\.headwater[\\/](?:loaded[\\/])?build[\\/].*$/m, "");
  const place = location === undefined ? file : `${location.file}:${location.line}:${location.column}`;
  return `${file} threw while it was loaded, at ${place}: ${name}: ${message}`;
}
