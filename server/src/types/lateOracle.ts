import type { TypeOracle } from "@headwater/analysis";

/** An oracle that is loaded when it is asked first. */
export function lateOracle(load: () => Promise<TypeOracle>): TypeOracle {
  let loading: Promise<TypeOracle> | undefined;
  return {
    async compare(edges, texts, signal) {
      loading ??= load();
      return (await loading).compare(edges, texts, signal);
    },
    dispose: () => void loading?.then((oracle) => oracle.dispose()),
  };
}
