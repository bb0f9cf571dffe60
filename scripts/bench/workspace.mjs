// Generates a workspace to measure on: always the same one for the same size. A fifth of the files have assets, three in
// each, 40 % of those import `asset` through a barrel, the rest is ordinary code of 80 to 150 lines. The first asset is
// depended on from every twentieth file with assets: 500 of them where there are 50,000 files. workspaces.json is the manifest:
// what each size has, with a hash of all texts, so that figures of different days are of the same workspace.
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const perFolder = 50;
const groups = ["ingestion", "staging", "marts", "finance", "marketing", "ops", "reporting"];

/**
 * @param {string} folder where it is made; what is there is removed
 * @param {number} files how many TypeScript files, barrels not counted
 * @returns {{ assetFiles: string[], barrels: string[], assets: number, manifest: object }} relative paths, and the manifest
 */
export function makeWorkspace(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "runtime"), join(folder, "node_modules", "headwater"), "dir");
  const hash = createHash("sha256");
  let bytes = 0;
  let written = 0;
  const write = (path, text) => {
    if (path.endsWith(".ts")) {
      hash.update(path).update(text);
      bytes += text.length;
      written++;
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("package.json", JSON.stringify({ name: "bench-workspace", type: "module", dependencies: { headwater: "*" } }));
  const compilerOptions = {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
  };
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));

  const random = makeRandom(7);
  const assetFiles = [];
  const barrels = [];
  const folders = Math.ceil(files / perFolder);
  for (let at = 0; at < folders; at++) {
    const barrel = `src/area${at}/platform.ts`;
    write(barrel, `export { asset, MaterializeResult as Result } from "headwater";\nexport * from "./constants.ts";\n`);
    write(
      `src/area${at}/constants.ts`,
      `export const area = "area${at}";\nexport const group = "${groups[at % groups.length]}" as const;\n`,
    );
    barrels.push(barrel);
  }
  let assets = 0;
  for (let at = 0; at < files; at++) {
    const area = Math.floor(at / perFolder);
    const path = `src/area${area}/module${at}.ts`;
    if (at % 5 !== 0) {
      write(path, ordinary(at, random));
      continue;
    }
    const throughBarrel = random(10) < 4;
    write(path, assetFile(at, assets, throughBarrel, random));
    assetFiles.push(path);
    assets += 3;
  }
  const manifest = {
    files: written,
    assetFiles: assetFiles.length,
    barrels: barrels.length,
    assets,
    bytes,
    sha256: hash.digest("hex"),
  };
  return { assetFiles, barrels, assets, manifest };
}

function assetFile(at, first, throughBarrel, random) {
  const header = throughBarrel
    ? `import { asset, group } from "./platform.ts";\n`
    : `import { asset } from "headwater";\nimport { group } from "./constants.ts";\n`;
  const one = (number) => {
    const deps = Array.from(
      { length: Math.min(number, random(3)) },
      () => `"asset_${number - 1 - random(Math.min(number, 60))}"`,
    );
    if (number === first + 2 && first % 60 === 30) deps.push('"asset_0"');
    const list = [...new Set(deps)].join(", ");
    return `export const asset${number} = asset({ name: "asset_${number}", groupName: group, deps: [${list}], kinds: ["typescript"] }, async () => {\n  return { rows: ${number} };\n});\n`;
  };
  return `${header}${one(first)}${one(first + 1)}${one(first + 2)}${ordinary(at, random)}`;
}

function ordinary(at, random) {
  const lines = [`export interface Row${at} { id: number; name: string; total: number }`];
  for (let part = 0; lines.length < 80 + random(70); part++) {
    lines.push(
      `export function step${at}_${part}(rows: readonly Row${at}[], limit = ${random(100)}): Row${at}[] {`,
      `  const kept = rows.filter((row) => row.total > limit && row.name !== "n${part}");`,
      `  return kept.map((row) => ({ ...row, total: row.total * ${1 + random(9)} }));`,
      "}",
      "",
    );
  }
  return `${lines.join("\n")}\n`;
}

function makeRandom(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
