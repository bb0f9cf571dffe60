import { readFileSync } from "node:fs";
import { join } from "node:path";
import { severities, severitySettingNames } from "@headwater/model";
import { lensCommands } from "@headwater/protocol";
import { expect, test } from "vitest";
import { commands, settings, views } from "./manifest.ts";

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    configuration: { properties: Record<string, object> };
    views: Record<string, { id: string }[]>;
  };
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
};

test("package.json declares just the commands that are registered", () => {
  const declared = manifest.contributes.commands.map(({ command }) => command).sort();
  expect(declared).toEqual(Object.values(commands).sort());
  for (const { title, category } of manifest.contributes.commands) {
    expect(category).toBe("Headwater");
    expect(title).toMatch(/^[A-Z]/);
  }
});

test("lenses name commands that exist", () => {
  for (const command of Object.values(lensCommands)) expect(Object.values(commands)).toContain(command);
});

test("package.json declares just the settings that are read", () => {
  const { section, ...names } = settings;
  const declared = Object.keys(manifest.contributes.configuration.properties).sort();
  expect(declared).toEqual(
    Object.values(names)
      .map((name) => `${section}.${name}`)
      .sort(),
  );
});

test("every code can be given every severity", () => {
  const setting = manifest.contributes.configuration.properties[`${settings.section}.${settings.severity}`];
  expect(setting).toMatchObject({
    type: "object",
    propertyNames: { enum: Object.keys(severities) },
    additionalProperties: { type: "string", enum: severitySettingNames },
  });
});

test("the panel is restored under its own name, and the view is declared", () => {
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${views.graphPanel}`);
  expect(
    Object.values(manifest.contributes.views)
      .flat()
      .map(({ id }) => id),
  ).toEqual([views.graphView]);
});

test("what chooses a program to run is restricted in an untrusted workspace", () => {
  expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
    supported: "limited",
    restrictedConfigurations: [`${settings.section}.${settings.nodePath}`],
  });
});
