// The graph page alone in Chromium: how long until the first picture of a graph, and the longest time meanwhile in which
// the page could not draw. A layout on the main thread would make the two the same.

import { generatedGraph } from "../../test/page/graphs.ts";
import { openPage } from "../../test/page/openPage.ts";
import { servePage } from "../../test/page/pageServer.ts";
import { launchBrowser } from "../../test/vscode/browser.ts";

const sizes = [200, 1_000];

export async function measurePage(runs) {
  const browser = await launchBrowser();
  if (browser === undefined) return [];
  const server = await servePage();
  const results = [];
  for (const size of sizes) {
    const pictures = [];
    const gaps = [];
    for (let round = 0; round < runs; round++) {
      const { page, send, close } = await openPage(browser, server);
      const graph = generatedGraph(size);
      await page.evaluate("fakeHost.measureGaps()");
      const began = performance.now();
      await send({ type: "state", graph, statuses: [], trusted: true });
      await page.waitForSelector("main[data-state=graph]", { timeout: 60_000 });
      pictures.push(performance.now() - began);
      gaps.push(await page.evaluate("fakeHost.longestGap"));
      await close();
    }
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    results.push({ id: `page.${size}.firstPicture`, value: median(pictures), unit: "ms", runs });
    results.push({ id: `page.${size}.longestGap`, value: Math.max(...gaps), unit: "ms (worst)", runs });
    console.log(`page with ${size} assets`);
  }
  await browser.close();
  await server.close();
  return results;
}
