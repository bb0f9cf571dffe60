import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { describe, isRecord } from "./options.ts";
import { isUnknown } from "./unknown.ts";

/** Tags carry kinds under this prefix (spec 1.3). */
export const kindTagPrefix = "dagster/kind/";

/** The group of an asset that names none (spec 1.4). */
export const defaultGroupName = "default";

const maxKinds = 10;
const tagKey = /^([A-Za-z0-9_.-]{1,63}\/|dagster\/kind\/)?[A-Za-z0-9_.-]{1,63}$/;
const tagValue = /^[A-Za-z0-9_.-]{0,63}$/;
const tagName = /^[A-Za-z0-9_.-]{1,63}$/;
const groupName = /^[A-Za-z0-9_]+(\/[A-Za-z0-9_]+)*$/;
const email = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}$/;

/** Spec 1.4: segments of letters, digits and underscores, separated by slashes. */
export function checkGroupName(group: unknown, path: DeclarationPath): Finding[] {
  if (typeof group !== "string" || groupName.test(group)) return [];
  if (group === "") {
    return [
      finding("invalid-group-name", `A group name is not empty: leave groupName out for the group "${defaultGroupName}".`, path),
    ];
  }
  const mended = group
    .split("/")
    .map((part) => part.replace(/[^A-Za-z0-9_]+/gu, "_"))
    .filter((part) => part !== "")
    .join("/");
  return [
    finding(
      "invalid-group-name",
      `A group name is made of letters A to Z, digits and _, with / between nested groups (as in marketing/email), but it is ${quote(group)}.`,
      path,
      mended === "" ? [] : [mended],
    ),
  ];
}

/** Spec 1.3: the forms of tag keys and values. */
export function checkTags(tags: unknown, path: DeclarationPath): Finding[] {
  if (!isRecord(tags)) return [];
  const findings: Finding[] = [];
  for (const [key, value] of Object.entries(tags)) {
    if (!tagKey.test(key)) {
      findings.push(
        finding(
          "invalid-tag",
          `A tag's key has 1 to 63 letters A to Z, digits, _, - or ., with at most one namespace before a slash, but it is ${quote(key)}.`,
          [...path, key],
        ),
      );
    }
    if (isUnknown(value)) continue;
    if (typeof value !== "string") {
      findings.push(
        finding("invalid-tag", `The value of the tag ${quote(key)} is text, not ${describe(value)}.`, [...path, key]),
      );
    } else if (!tagValue.test(value)) {
      findings.push(
        finding(
          "invalid-tag",
          `The value of the tag ${quote(key)} has at most 63 letters A to Z, digits, _, - or ., but it is ${quote(value)}.`,
          [...path, key],
        ),
      );
    }
  }
  return findings;
}

/** Spec 1.3: at most ten kinds, those given as tags counted too, each fit to be a tag. */
export function checkKinds(kinds: unknown, tags: unknown, path: DeclarationPath): Finding[] {
  const list: readonly unknown[] = Array.isArray(kinds) ? kinds : [];
  const findings: Finding[] = [];
  for (const [index, kind] of list.entries()) {
    if (typeof kind !== "string" || tagName.test(kind)) continue;
    const message = `A kind has 1 to 63 letters A to Z, digits, _, - or ., but it is ${quote(kind)}.`;
    findings.push(finding("invalid-kind", message, [...path, index]));
  }
  const count = new Set([...list.filter((kind) => typeof kind === "string"), ...kindsOfTags(tags)]).size;
  if (count > maxKinds) {
    findings.push(
      finding(
        "too-many-kinds",
        `An asset has at most ${maxKinds} kinds, but this one has ${count}: remove ${count - maxKinds}.`,
        path,
      ),
    );
  }
  return findings;
}

/** Spec 1.5: an e-mail address, or `team:` and a name. */
export function checkOwners(owners: unknown, path: DeclarationPath): Finding[] {
  if (!Array.isArray(owners)) return [];
  return owners.flatMap((owner: unknown, index) => {
    if (typeof owner !== "string" || email.test(owner) || (owner.startsWith("team:") && owner.length > "team:".length)) return [];
    return finding(
      "invalid-owner",
      `An owner is an e-mail address or a team written as "team:name", not ${quote(owner)}.`,
      [...path, index],
      owner.includes("@") || owner === "" || owner.startsWith("team:") ? [] : [`team:${owner}`],
    );
  });
}

/** The kinds among tags. */
export function kindsOfTags(tags: unknown): string[] {
  if (!isRecord(tags)) return [];
  return Object.keys(tags)
    .filter((key) => key.startsWith(kindTagPrefix))
    .map((key) => key.slice(kindTagPrefix.length));
}
