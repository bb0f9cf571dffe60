import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { join } from "node:path";
const root=process.cwd();
const t=Date.now();
const made = await rollup({ input: { index: join(root,"runtime/src/index.ts") }, external:[/^node:/,"@duckdb/node-api"], plugins:[dts({ tsconfig: join(root,"runtime","tsconfig.json"), includeExternal:["@headwater/model"] })]});
console.log("rolled", Date.now()-t);
await made.generate({ format:"es"});
console.log("ok", Date.now()-t, process.memoryUsage().rss/1e6);
