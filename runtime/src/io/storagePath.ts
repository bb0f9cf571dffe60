import { createHash } from "node:crypto";
import { type AssetKey, isDeviceName } from "@headwater/model";

const plainCharacter = /^[A-Za-z0-9_-]$/;
// File systems allow 255 bytes for a name; the rest is left to what is put behind it.
const longest = 200;

/**
 * The folder of an asset's value, relative to the storage folder: one name for each segment of the key (spec 4.8).
 *
 * Letters, digits, `_` and `-` stand for themselves; every other byte of the UTF-8 form is written `%xx`, dots too, so
 * that no name is `..`, hidden, or a file of the storage itself. Different keys never have the same path; on file systems
 * that ignore case, keys that differ in case alone share a folder, which whoever writes there has to notice.
 */
export function storagePath(key: AssetKey): string[] {
  return key.path.map(storageName);
}

function storageName(segment: string): string {
  if (segment === "") return "%";
  let name = "";
  for (const byte of wellFormed(segment)) {
    const character = String.fromCharCode(byte);
    name += plainCharacter.test(character) ? character : escapeByte(byte);
  }
  if (isDeviceName(name)) name = escapeByte(name.charCodeAt(0)) + name.slice(1);
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(wellFormed(segment)).digest("hex");
  return `${name.slice(0, longest - digest.length - 2).replace(/%[0-9a-f]?$/, "")}%_${digest}`;
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).padStart(2, "0")}`;
}

/** UTF-8, in which a lone surrogate gets a form of its own (as in WTF-8), since all of them encode to U+FFFD otherwise. */
function wellFormed(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0xd800 || code > 0xdfff) bytes.push(...Buffer.from(character, "utf8"));
    else bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}
