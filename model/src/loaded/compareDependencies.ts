import { keyId } from "../keys/assetKey.ts";
import type { AssetDependency } from "../specs/declaration.ts";
import type { Difference } from "./compareAttributes.ts";

type Dependent = { readonly deps: readonly AssetDependency[]; readonly depsIncomplete: boolean };

/** What two descriptions of one asset or check step say of its dependencies. */
export interface ComparedDependencies {
  readonly differences: readonly Difference[];
  /** The dependencies that only loading knows. */
  readonly onlyLoaded: readonly AssetDependency[];
}

/**
 * Compares dependencies. That there are no others is a claim too, where all could be known.
 *
 * @param resourcesKnown false where a parameter may be a resource, so that it claims nothing
 */
export function compareDependencies(claimed: Dependent, loaded: Dependent, resourcesKnown: boolean): ComparedDependencies {
  const said = new Set(claimed.deps.map(identityOf));
  const given = new Set(loaded.deps.map(identityOf));
  const isClaim = ({ declaredAt }: AssetDependency) => resourcesKnown || declaredAt[0] !== "parameters";
  const wrong = claimed.deps.filter((dependency) => isClaim(dependency) && !given.has(identityOf(dependency)));
  const more = loaded.deps.filter((dependency) => !said.has(identityOf(dependency)));
  const unclaimed = claimed.depsIncomplete ? [] : more.filter(isClaim);
  const differences = wrong.map((dependency): Difference => {
    const partner = more.find(({ key }) => keyId(key) === keyId(dependency.key));
    return { path: dependency.declaredAt, claimed: plain(dependency), loaded: partner && plain(partner) };
  });
  const answered = new Set(wrong.map(({ key }) => keyId(key)));
  for (const dependency of unclaimed) {
    if (answered.has(keyId(dependency.key))) continue;
    differences.push({ path: dependency.declaredAt, claimed: undefined, loaded: plain(dependency) });
  }
  const onlyLoaded = more.filter((dependency) => !unclaimed.includes(dependency) && !answered.has(keyId(dependency.key)));
  return { differences, onlyLoaded };
}

function identityOf({ key, kind, inputName }: AssetDependency): string {
  return JSON.stringify([keyId(key), kind, inputName]);
}

function plain({ key, kind, inputName }: AssetDependency): object {
  return { key: key.path, kind, ...(inputName === undefined ? {} : { inputName }) };
}
