import {
  AssetKey,
  checkFromStoredString,
  checkFromUserString,
  checkToStoredString,
  checkToUserString,
  coercePrefix,
  fromEscapedString,
  fromStoredString,
  fromUserString,
  toEscapedString,
  toStoredString,
  toUserString,
  withPrefix,
} from "@headwater/model";
import { AssetDefinitionError, asset } from "headwater";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";

/** What each operation asks for: text forms of keys and checks, declarations and prefixes. */
export const adapter: Adapter = {
  run({ given }) {
    const check = () => ({ assetKey: AssetKey(given.path), name: given.check as string });
    switch (given.op) {
      case "fromEscaped":
        return pathOf(fromEscapedString(given.text));
      case "toEscaped":
        return { text: toEscapedString(AssetKey(given.path)) };
      case "roundTripEscaped":
        return pathOf(fromEscapedString(toEscapedString(AssetKey(given.path))));
      case "escapedDistinct": {
        const texts = (given.paths as string[][]).map((path) => toEscapedString(AssetKey(path)));
        return { distinct: new Set(texts).size === texts.length };
      }
      case "fromUser":
        return pathOf(fromUserString(given.text));
      case "toUser":
        return { text: toUserString(AssetKey(given.path)) };
      case "fromStored":
        return pathOf(fromStoredString(given.text));
      case "toStored":
        return { text: toStoredString(AssetKey(given.path)) };
      case "checkToStored":
        return { text: checkToStoredString(check()) };
      case "checkFromStored":
        return checkOf(checkFromStoredString(given.text));
      case "checkToUser":
        return { text: checkToUserString(check()) };
      case "checkFromUser":
        return checkOf(checkFromUserString(given.text));
      case "checkUserRoundTrip":
        return checkOf(checkFromUserString(checkToUserString(check())));
      case "coercePrefix":
        return orError(() => ({ path: coercePrefix(given.value) }));
      case "addPrefixOnLoad":
        return orError(() => pathOf(withPrefix(given.prefix, AssetKey(given.key))));
      case "defineAsset": {
        const { op: _, ...options } = given;
        return orError(() => pathOf(asset(options, () => undefined).key));
      }
      default:
        throw new NotImplemented(`the operation ${given.op}`);
    }
  },
};

function pathOf(key: AssetKey): Got {
  return { path: key.path };
}

function checkOf({ assetKey, name }: ReturnType<typeof checkFromUserString>): Got {
  return { path: assetKey.path, check: name };
}

function orError(answer: () => Got): Got {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AssetDefinitionError) return { error: error.code };
    if (error instanceof TypeError) return { error: "invalid-type" };
    throw error;
  }
}
