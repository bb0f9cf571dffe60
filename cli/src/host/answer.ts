import { SelectionError, type StoredRunEvent } from "@headwater/model";
import { hostErrors, hostNotifications, hostRequests, protocolVersion } from "@headwater/protocol";
import { type MessageConnection, ResponseError } from "vscode-jsonrpc/node";
import type { z } from "zod";
import { version } from "../version.ts";
import type { RunService, Subscription } from "./runService.ts";

const invalidParams = -32602;

export interface AnswerOptions {
  /** What `initialize` has to show; absent where the connection itself is private. */
  readonly secret?: string;
  /** Notifications on their way: who closes the connection waits for them. */
  readonly sending: Set<Promise<void>>;
}

/** Answers the requests of one client. Each is checked against its schema; before `initialize` nothing is answered. */
export function answer(connection: MessageConnection, service: RunService, { secret, sending }: AnswerOptions): void {
  let known = false;
  let subscription: Promise<Subscription> | undefined;
  connection.onError(() => connection.dispose());
  const gone = new AbortController();
  connection.onClose(() => {
    gone.abort();
    subscription?.then(({ end }) => end()).catch(() => {});
  });

  const notify = <P extends z.ZodType>({ method }: { readonly method: string; readonly params: P }, params: z.infer<P>) => {
    // Who has gone hears no more; the run goes on. A connection that is closed throws at once.
    if (gone.signal.aborted) return;
    const sent = Promise.resolve()
      .then(() => connection.sendNotification(method, params))
      .catch(() => {})
      .finally(() => sending.delete(sent));
    sending.add(sent);
  };
  const notifyOfEvents = (events: readonly StoredRunEvent[]) => notify(hostNotifications.runEvents, { events: [...events] });

  const on = <P extends z.ZodType, R extends z.ZodType>(
    request: { readonly method: string; readonly params: P; readonly result: R },
    handle: (params: z.infer<P>) => z.infer<R> | Promise<z.infer<R>>,
  ) => {
    connection.onRequest(request.method, async (raw: unknown) => {
      if (!known && request.method !== hostRequests.initialize.method) {
        throw new ResponseError(hostErrors.refused, "initialize comes first.");
      }
      const params = request.params.safeParse(raw);
      if (!params.success) {
        throw new ResponseError(invalidParams, `${request.method} got unfit parameters: ${params.error.message}`);
      }
      try {
        return await handle(params.data);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        const code = error instanceof SelectionError ? hostErrors.invalidSelection : hostErrors.cannotRun;
        throw new ResponseError(code, error instanceof Error ? error.message : String(error));
      }
    });
  };

  on(hostRequests.initialize, (params) => {
    if (secret !== undefined && params.secret !== secret) {
      throw new ResponseError(hostErrors.refused, "The secret does not fit this project's host.");
    }
    if (params.protocolVersion !== protocolVersion) {
      throw new ResponseError(
        hostErrors.refused,
        `This project's headwater (${version}) speaks protocol ${protocolVersion}, the client ${params.protocolVersion}: install the same version for both.`,
      );
    }
    known = true;
    return { protocolVersion, headwaterVersion: version, pid: process.pid };
  });
  on(hostRequests.startRun, (params) =>
    service.startRun(
      params,
      (events) => {
        // Who hears of all runs hears of this one too.
        if (subscription === undefined) notifyOfEvents(events);
      },
      { tell: (message) => notify(hostNotifications.waiting, { message }), signal: gone.signal },
    ),
  );
  on(hostRequests.subscribe, async () => {
    subscription ??= service.subscribe({
      events: notifyOfEvents,
      history: (changed) => notify(hostNotifications.history, changed),
    });
    return (await subscription).past;
  });
  on(hostRequests.runLog, ({ runId }) => service.runLog(runId));
  on(hostRequests.carryHistory, (params) => service.carryHistory(params));
  on(hostRequests.cancelRun, async ({ runId }) => ({ canceled: await service.cancelRun(runId) }));
  connection.listen();
}
