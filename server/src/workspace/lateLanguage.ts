import type { Language } from "@headwater/analysis";

/** A language that is loaded when it is needed: that takes time and memory which a start without changes can do without. */
export interface LateLanguage {
  /** To be used only once it is loaded. */
  readonly language: Language;
  load(): Promise<unknown>;
  isLoaded(): boolean;
}

export function lateLanguage(load: () => Promise<Language>): LateLanguage {
  let loading: Promise<Language> | undefined;
  let loaded: Language | undefined;
  const ready = (): Language => {
    if (loaded === undefined) throw new Error("The language is asked for something before it is loaded.");
    return loaded;
  };
  return {
    language: {
      extract: (path, text) => ready().extract(path, text),
      parseJson: (text) => ready().parseJson(text),
    },
    load() {
      loading ??= load().then((language) => {
        loaded = language;
        return language;
      });
      return loading;
    },
    isLoaded: () => loaded !== undefined,
  };
}
