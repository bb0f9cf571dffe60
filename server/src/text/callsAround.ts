import type { FileFacts } from "@headwater/analysis";
import type { CodePlace, StringPlace } from "./stringAt.ts";

/**
 * What is around a text, as {@link StringPlace.around} writes it, in one line, with calls under the names that they have in
 * the modules they come from: `made(0` is `asset(0` after `import { asset as made }`, and so is `headwater.asset(0` after
 * `import * as headwater`; `AutomationCondition.onCron(0` keeps the object in its name. A call of what is not imported is `?(0`.
 */
export function callsAround({ around }: StringPlace | CodePlace, imports: FileFacts["imports"]): string {
  return around.map((bracket) => withImportedName(bracket, imports)).join(" ");
}

function withImportedName(bracket: string, imports: FileFacts["imports"]): string {
  const call = /^([\w$.]+)\((\d+)$/.exec(bracket);
  if (call === null) return bracket;
  const [first = "", ...members] = (call[1] as string).split(".");
  for (const { names } of imports) {
    const known = names.find(({ local }) => local === first);
    if (known === undefined) continue;
    const name = known.imported === "*" ? members : [known.imported, ...members];
    return `${name.join(".")}(${call[2]}`;
  }
  return `?(${call[2]}`;
}
