import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { FeatureContext } from "./features/context.ts";

/** Answers a request of a kind. */
export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<never>>;

/** Makes the handler of a request of what provides its answer, which is wanted of texts that were analysed as they are. */
export type Answer = <P, R>(
  what: string,
  nothing: R,
  provide: (context: FeatureContext, params: P) => R | Promise<R>,
) => Handler<P, R>;

/**
 * Makes handlers. Whatever goes wrong is logged and answered with nothing.
 *
 * @param ready waits until requests can be answered
 * @param context brings the analysis up to date; undefined where there is none
 * @param log says what went wrong
 */
export function answerWith(
  ready: () => Promise<void>,
  context: () => FeatureContext | undefined,
  log: (what: string, error: unknown) => void,
): Answer {
  return (what, nothing, provide) => async (params, token) => {
    await ready();
    // A cancellation that arrived behind the request is heard now.
    await new Promise(setImmediate);
    if (token.isCancellationRequested) {
      return new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${what} was canceled.`);
    }
    try {
      const made = context();
      return made === undefined ? nothing : await provide(made, params);
    } catch (error) {
      // What is said to the user.
      if (error instanceof ResponseError) return new ResponseError<never>(error.code, error.message);
      log(`${what} failed`, error);
      return nothing;
    }
  };
}
