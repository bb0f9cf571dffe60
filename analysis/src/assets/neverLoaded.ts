import { type Finding, finding, quote } from "@headwater/model";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { type AssetSite, makes } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import type { FoundAsset } from "./findAssets.ts";

/** An asset or a check that nobody will ever load. */
export interface NeverLoaded {
  readonly found: Finding;
  readonly span: Span;
}

/**
 * The constants of a file that hold an asset or a check and that nothing mentions: no export, no list, no other asset, no
 * code at all.
 */
export function neverMentioned(evaluation: Evaluation, file: string, textOf: () => string | undefined): NeverLoaded[] {
  const facts = evaluation.modules.get(file)?.facts;
  if (facts === undefined || facts.syntaxErrors.length > 0) return [];
  const exported = new Set(facts.exports.flatMap((fact) => (fact.kind === "local" ? [fact.local] : [])));
  const made = facts.bindings.filter(({ name, mode, value }) => mode === "const" && value.kind === "call" && !exported.has(name));
  if (made.length === 0) return [];
  return made.flatMap(({ name, nameSpan }) => {
    const value = evaluation.binding(file, name);
    if (value.kind !== "asset" || value.site.anchor.file !== file) return [];
    if (timesMentioned(textOf() ?? "", name) !== 1) return [];
    const message = `The ${nounFor(value.site)} ${quote(name)} is neither exported nor used, so it is never loaded: export it.`;
    return [{ found: finding("never-loaded", message), span: nameSpan }];
  });
}

/** The exported assets and checks that the entry's definitions do not list, although exactly those count that they list. */
export function neverListed(exported: Iterable<FoundAsset>, file: string, entry: string): NeverLoaded[] {
  return [...exported].flatMap(({ site, exportedName, constant }) => {
    const { anchor } = site;
    if (exportedName === undefined || anchor.file !== file || site.changed !== undefined) return [];
    const message = `The ${nounFor(site)} ${quote(exportedName)} is not among those that the definitions in ${entry} list, so it is never loaded: list it there, or remove it.`;
    return [{ found: finding("never-loaded", message), span: constant?.span ?? anchor.calleeSpan }];
  });
}

/** What assets were made from by changing them: it is used, whether it is listed or not. */
export function changedSites(sites: Iterable<AssetSite>): Set<AssetSite> {
  const origins = new Set<AssetSite>();
  for (const site of sites) for (let at = site.changed?.from; at !== undefined; at = at.changed?.from) origins.add(at);
  return origins;
}

function nounFor(site: AssetSite): string {
  return makes(site) === "assetCheck" ? "check" : "asset";
}

/** How often a text mentions a name, comments included; where it stands in quotes it is no name. */
function timesMentioned(text: string, name: string): number {
  return text.match(new RegExp(`(?<![\\w$"'\`])${name.replaceAll("$", "\\$")}(?![\\w$"'\`])`, "gu"))?.length ?? 0;
}
