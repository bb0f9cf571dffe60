// Stands in for VS Code: keeps what the page posts and saves, and says what it is told to. Runs in the page, before its script.
const stateKey = "saved state";

globalThis.fakeHost = {
  posted: [],
  problems: [],
  longestGap: 0,
  terminated: 0,
  send: (message) => window.postMessage(message, "*"),
  state: () => JSON.parse(sessionStorage.getItem(stateKey) ?? "null") ?? undefined,
  /** Measures from now on how long the main thread was kept from the next frame at most. */
  measureGaps() {
    let last = performance.now();
    globalThis.fakeHost.longestGap = 0;
    const frame = () => {
      const now = performance.now();
      globalThis.fakeHost.longestGap = Math.max(globalThis.fakeHost.longestGap, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },
};

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => globalThis.fakeHost.posted.push(message),
  getState: () => globalThis.fakeHost.state(),
  setState: (state) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
});

document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  globalThis.fakeHost.problems.push(`${violatedDirective} blocked ${blockedURI} (${sourceFile}:${lineNumber})`);
});

// A worker that is started, as the page's own policy allows, but never says anything.
if (location.search.includes("silent-worker")) {
  globalThis.Worker = class {
    postMessage() {}
    terminate() {
      globalThis.fakeHost.terminated++;
    }
  };
}
