// Writes codemirror.js, and beside it a README of what is in it: node bundle.mjs FOLDER

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2];
const result = await build({
  entryPoints: ["editor.mjs"], bundle: true, format: "esm", minify: true, charset: "utf8", target: "es2022",
  legalComments: "none", metafile: true, write: false,
});
const inputs = Object.values(result.metafile.outputs)[0].inputs;
const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
const names = new Set(used.map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));

const packages = [...names].sort().map((name) => {
  const at = (file) => readFileSync(join("node_modules", name, file), "utf8");
  const { version, license } = JSON.parse(at("package.json"));
  if (license !== "MIT") throw new Error(`${name} has the licence ${license}: its text must go beside the bundle, too`);
  const text = at("LICENSE");
  return { name, version, copyright: /^Copyright.*$/m.exec(text)[0].replace(/ <.*?>/, ""), terms: text.slice(text.indexOf("Permission")).trim() };
});
const plain = (terms) => terms.replace(/\s+/g, " ");
const terms = packages[0].terms;
if (packages.some((one) => plain(one.terms) !== plain(terms))) throw new Error("the MIT texts differ: they must all go beside the bundle");

const list = packages.map(({ name, version, copyright }) => `${name} ${version}: ${copyright}`);
const head = ["Bundled by scripts/editor/build:", ...list, "", ...terms.split("\n")].map((line) => ` * ${line}`.trimEnd());
writeFileSync(join(folder, "codemirror.js"), `/*!\n${head.join("\n")}\n */\n${result.outputFiles[0].text}`);

writeFileSync(join(folder, "README.md"), `# The editor of the desk

\`codemirror.js\` is written by \`scripts/editor/build\` and never by hand. It holds these packages, all under the MIT licence:

| package | version | |
|---|---|---|
${packages.map(({ name, version, copyright }) => `| ${name} | ${version} | ${copyright} |`).join("\n")}

${terms}
`);
