// A throw-away extension: one lens, one finding with a quick fix, one hover, one entry in the status bar, one page.
const vscode = require("vscode");

exports.activate = (context) => {
  const findings = vscode.languages.createDiagnosticCollection("smoke");
  const status = vscode.window.createStatusBarItem("smoke.status", vscode.StatusBarAlignment.Left, 1000);
  status.text = `$(check) smoke ${vscode.workspace.isTrusted ? "trusted" : "untrusted"}`;
  status.command = "smoke.greet";
  status.show();

  const look = (document) => {
    if (document.languageId !== "typescript") return;
    const found = [...document.getText().matchAll(/"raw_custmers"/g)].map(({ index }) => {
      const range = new vscode.Range(document.positionAt(index), document.positionAt(index + 14));
      const finding = new vscode.Diagnostic(range, "No asset is named raw_custmers.", vscode.DiagnosticSeverity.Warning);
      finding.source = "smoke";
      return finding;
    });
    findings.set(document.uri, found);
  };
  vscode.workspace.textDocuments.forEach(look);

  context.subscriptions.push(
    findings,
    status,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      status.text = "$(check) smoke trusted";
    }),
    vscode.languages.registerCodeLensProvider("typescript", {
      provideCodeLenses: (document) =>
        [...document.getText().matchAll(/ = asset\(/g)].flatMap(({ index }) => {
          const { line } = document.positionAt(index);
          const range = new vscode.Range(line, 0, line, 1);
          return [
            new vscode.CodeLens(range, { title: "$(play) Greet", command: "smoke.greet", arguments: [line + 1] }),
            new vscode.CodeLens(range, { title: "Never run", command: "" }),
          ];
        }),
    }),
    vscode.languages.registerHoverProvider("typescript", {
      provideHover: (document, position) => {
        const range = document.getWordRangeAtPosition(position, /"raw_customers"/);
        return range && new vscode.Hover(new vscode.MarkdownString("Smoke: **row_count** 188"), range);
      },
    }),
    vscode.languages.registerCodeActionsProvider("typescript", {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics
          .filter(({ source }) => source === "smoke")
          .map((finding) => {
            const action = new vscode.CodeAction('Change to "raw_customers"', vscode.CodeActionKind.QuickFix);
            action.edit = new vscode.WorkspaceEdit();
            action.edit.replace(document.uri, finding.range, '"raw_customers"');
            action.diagnostics = [finding];
            return action;
          }),
    }),
    vscode.commands.registerCommand("smoke.greet", async (line) => {
      const chosen = await vscode.window.showInformationMessage(`Hello from line ${line ?? "none"}.`, "Once more");
      if (chosen !== undefined) vscode.window.showWarningMessage("Hello once more.");
    }),
    vscode.commands.registerCommand("smoke.trusted", () => vscode.window.showInformationMessage("It is trusted.")),
    vscode.commands.registerCommand("smoke.slowLenses", () => {
      const answer = () => new Promise((resolve) => setTimeout(resolve, 5000, []));
      context.subscriptions.push(vscode.languages.registerCodeLensProvider("typescript", { provideCodeLenses: answer }));
    }),
    vscode.commands.registerCommand("smoke.page", () => {
      const panel = vscode.window.createWebviewPanel("smoke", "Smoke page", vscode.ViewColumn.Beside, { enableScripts: true });
      panel.webview.onDidReceiveMessage(({ type }) => {
        if (type === "ready") panel.webview.postMessage({ greeting: "Hello, page." });
        if (type === "clicked") vscode.window.showInformationMessage("The page was clicked.");
      });
      panel.webview.html = `<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n';">
        <button id="smoke">Click</button><p></p>
        <script nonce="n">
          const host = acquireVsCodeApi();
          addEventListener("message", ({ data }) => { document.querySelector("p").textContent = data.greeting; });
          document.querySelector("button").onclick = () => host.postMessage({ type: "clicked" });
          host.postMessage({ type: "ready" });
        </script>`;
    }),
  );
};
