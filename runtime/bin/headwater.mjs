#!/usr/bin/env node
// This file must run on any Node, however old, so that the sentence below can be read instead of a syntax error.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  console.error(`headwater needs Node 22.13 or newer, this is ${process.versions.node}: install a newer Node and run it again.`);
  process.exitCode = 2;
} else {
  import("node:module")
    .then((module) => {
      // The parser is large: compiled code that is kept makes the second start fast.
      module.enableCompileCache();
      return import("../dist/cli/main.js");
    })
    .then((command) => command.main(process.argv.slice(2)));
}
