import { join } from "node:path";
import type { Page } from "playwright-core";
import { kept, type Step, testInSession } from "./session.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "./workbench.ts";

export interface JourneyOptions extends Omit<WorkbenchOptions, "folder"> {
  /** Makes the folder that is opened, when it is the journey's turn. Its `remove` is called at the end. */
  readonly folder: () => { folder: string; remove(): void };
  /** The longest that the journey may take, without waiting for other journeys: 5 by default. */
  readonly minutes?: number;
}

/** A test that walks through a real VS Code as a user does: opens a window, walks, closes everything. See `testInSession`. */
export function journey(name: string, options: JourneyOptions, walk: (workbench: Workbench, step: Step) => Promise<void>): void {
  testInSession(name, options.minutes ?? 5, async (session) => {
    const place = options.folder();
    try {
      const opening = () => openWorkbench(session, { ...options, folder: place.folder });
      const workbench = await session.step("opening the window", opening);
      await walk(workbench, session.step);
    } finally {
      place.remove();
    }
  });
}

/**
 * Takes a picture of the window: into docs/images where HEADWATER_IMAGES=docs says that the documentation's pictures are to be
 * made anew, else into .cache/journeys/images, so that a test run leaves the repository as it was. Gives the file's path.
 */
export async function takePicture(page: Page, name: string): Promise<string> {
  const docs = process.env.HEADWATER_IMAGES === "docs";
  const path = join(docs ? join(import.meta.dirname, "../../docs/images") : join(kept, "images"), `${name}.png`);
  // The mouse must not leave a hover in the picture.
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  return path;
}
