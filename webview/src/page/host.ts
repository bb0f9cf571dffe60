import { type FromGraphPage, fromGraphPage, type ToGraphPage, toGraphPage } from "@headwater/protocol";

/** What VS Code gives a page. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface Host {
  post(message: FromGraphPage): void;
  /** Hears what the extension says. Messages that are not declared are refused and reported. */
  listen(receive: (message: ToGraphPage) => void): void;
}

/** How many problems are told at most, so that one that comes back with every frame does not flood the log. */
const problemLimit = 20;

/** The connection to the extension: every message is checked on its way in and out. */
export function connectHost(api: VsCodeApi, page: Window): Host {
  let problems = 0;
  const post = (message: FromGraphPage) => {
    if (message.type === "problem" && ++problems > problemLimit) return;
    api.postMessage(fromGraphPage.parse(message));
  };
  page.addEventListener("error", ({ message, filename, lineno }) => {
    post({ type: "problem", message: `${message} (${filename}:${lineno})` });
  });
  page.addEventListener("unhandledrejection", ({ reason }) => {
    post({ type: "problem", message: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) });
  });
  return {
    post,
    listen(receive) {
      page.addEventListener("message", ({ data }) => {
        const message = toGraphPage.safeParse(data);
        if (message.success) receive(message.data);
        else {
          const where = message.error.issues.map(({ path, message: what }) => `${path.join(".")}: ${what}`).slice(0, 3);
          post({ type: "problem", message: `A message was not understood: ${where.join("; ")}` });
        }
      });
    },
  };
}
