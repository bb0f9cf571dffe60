import { readSimpleString } from "@headwater/analysis";
import { expressionsAround } from "../../text/expressionsAround.ts";
import type { OffsetEdit } from "../importEdits.ts";
import type { Fix, FixContext } from "./fix.ts";

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** The name of a resource or an I/O manager becomes one that is given; the parameter that takes it follows. */
export function changeResource(context: FixContext): readonly Fix[] {
  const { text, span, suggestions } = context;
  const code = text.slice(span.start, span.end);
  const wrong = readSimpleString(code);
  if (wrong === undefined) return [];
  return suggestions
    .filter((name) => JSON.stringify(name) === `"${name}"`)
    .map((name, at) => ({
      title: `Change to ${JSON.stringify(name)}`,
      edits: [
        { ...span, newText: code[0] === "'" && !name.includes("'") ? `'${name}'` : JSON.stringify(name) },
        ...parameterEdits(context, wrong, name),
      ],
      isPreferred: at === 0,
    }));
}

/** The function goes on using its own name for it. */
function parameterEdits({ facts, span }: FixContext, wrong: string, name: string): OffsetEdit[] {
  const around = expressionsAround(facts, span);
  const at = around.findLastIndex(({ key, expression }) => key === "requiredResourceKeys" && expression.kind === "array");
  const call = at < 2 ? undefined : around[at - 2]?.expression;
  const compute = call?.kind === "call" ? call.args.at(-1)?.value : undefined;
  const target = compute?.kind === "function" ? compute.parameters[0]?.target : undefined;
  const property = target?.kind === "object" ? target.properties.find(({ key }) => key === wrong) : undefined;
  if (property === undefined) return [];
  const isShorthand = property.target.span.start === property.keySpan.start;
  const key = identifier.test(name) ? name : JSON.stringify(name);
  return [{ ...property.keySpan, newText: isShorthand ? `${key}: ${wrong}` : key }];
}
