// Builds what is published: the program in a few files, which load several times faster than its sources, and the
// files that it reads. Into dist, or the folder named.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src");
const output = resolve(process.argv[2] ?? join(root, "dist"));

/** Entries, by their names in the output. */
const ENTRIES = {
  main: join(sources, "cli/main.ts"),
  index: join(sources, "index.ts"),
  "definitions-child": join(sources, "cli/definitions/child.ts"),
};

/** What only the server loads stays as it is installed; the rest becomes a part of the program. */
const SEPARATE = /^(?:fastify|@fastify\/.+|@prometheus-io\/client|kysely|nodemailer|pg)$/;

/** All files lie in one folder, and a source finds what lies beside it as if it still had its own. */
const ownUrl = {
  name: "own-url",
  transform: (code, id) => {
    if (!id.startsWith(sources) || !code.includes("import.meta.url")) return null;
    const path = JSON.stringify(`./${relative(sources, id).replace(/\.ts$/, ".js")}`);
    return code.replaceAll("import.meta.url", `new URL(${path}, import.meta.url).href`);
  },
};

/** The parser of command lines wants it only for commands that are programs of their own. */
const lazyChildProcess = {
  name: "lazy-child-process",
  transform: (code, id) =>
    id.includes("/node_modules/commander/")
      ? code.replace(
          /^import childProcess from ["']node:child_process["'];$/m,
          'const childProcess = { spawn: (...args) => process.getBuiltinModule("node:child_process").spawn(...args) };',
        )
      : null,
};

const packageOf = (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];

/** The licences of the packages that have become a part of the program. */
const notices = async (moduleIds) => {
  const folders = new Set(moduleIds.map(packageOf).filter((folder) => folder !== undefined));
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(
      await readFile(join(folder, "package.json"), "utf8"),
    );
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? "" : await readFile(join(folder, file), "utf8");
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
};

await rm(output, { recursive: true, force: true });
const bundle = await rolldown({
  input: ENTRIES,
  platform: "node",
  external: (id) => SEPARATE.test(id),
  plugins: [ownUrl, lazyChildProcess],
});
const { output: files } = await bundle.write({
  dir: output,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  // Names stay for the sake of stack traces; text that is all ASCII is loaded faster.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } },
});
await bundle.close();

const child = join(output, "cli/definitions/child.js");
await mkdir(dirname(child), { recursive: true });
await writeFile(child, 'import "../../definitions-child.js";\n');
await cp(join(sources, "store/migrations"), join(output, "store/migrations"), { recursive: true });
await writeFile(
  join(output, "third-party-notices.txt"),
  await notices(files.flatMap(({ moduleIds = [] }) => moduleIds)),
);
