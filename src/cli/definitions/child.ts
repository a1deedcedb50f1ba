/**
 * The process in which definitions run: imports the module named by its argument and sends the
 * systems among its exports to its parent. Whatever else the module does ends with it.
 */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { SYSTEM_KIND } from "../../model/system.ts";

export type ChildReport =
  | { readonly systems: readonly { readonly exportName: string; readonly system: unknown }[] }
  | { readonly failure: string };

/** The source in a clone, what was built from it in the package. */
const EXTENSION = import.meta.url.slice(-3);

const PUBLIC_API = new URL(`../../index${EXTENSION}`, import.meta.url).href;

/** Wherever definitions lie, `tocsin` means the very copy that reads them. */
const resolveTocsinHere = (): void => {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "tocsin" ? { url: PUBLIC_API, shortCircuit: true } : next(specifier, context),
  });
};

const isSystem = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === SYSTEM_KIND;

const report = async (entry: string): Promise<ChildReport> => {
  try {
    const exported: Record<string, unknown> = await import(pathToFileURL(entry).href);
    const systems = new Map<unknown, string>();
    for (const [name, value] of Object.entries(exported)) {
      if (isSystem(value) && !systems.has(value)) systems.set(value, name);
    }
    return { systems: [...systems].map(([system, exportName]) => ({ exportName, system })) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

/** Systems are sent as text, which holds neither a bigint nor what contains itself. */
const send = (result: ChildReport): void => {
  try {
    process.send?.(result, () => process.exit(0));
  } catch (error) {
    send({ failure: `the system is not plain data: ${String(error)}` });
  }
};

resolveTocsinHere();
send(await report(process.argv[2] ?? ""));
