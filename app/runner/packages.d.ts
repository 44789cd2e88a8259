/**
 * What is used of packages that only some servers have (start/language-packages.ts). They lie where TypeScript does not
 * look, so that types are the same with and without them.
 */
declare module "@bjorn3/browser_wasi_shim" {
  class Inode {
    readonly ino: bigint;
  }
  class Fd {
    fd_close(): number;
  }
  export class File extends Inode {
    data: Uint8Array;
    constructor(data: Uint8Array);
  }
  export class Directory extends Inode {
    contents: Map<string, File | Directory>;
    constructor(contents: Map<string, File | Directory>);
  }
  export class PreopenDirectory extends Fd {
    constructor(name: string, contents: Map<string, File | Directory>);
  }
  export class ConsoleStdout extends Fd {
    constructor(write: (bytes: Uint8Array) => void);
  }
  export class WASIProcExit extends Error {
    readonly code: number;
  }
  export class WASI {
    readonly wasiImport: Record<string, (...values: number[]) => number>;
    inst: { exports: WebAssembly.Exports };
    constructor(args: string[], env: string[], fds: Fd[], options: { debug: boolean });
  }
}

declare module "@yowasp/clang" {
  export type Tree = { [name: string]: Tree | string | Uint8Array };
  type Options = {
    stdout?: (bytes: Uint8Array | null) => void;
    stderr?: (bytes: Uint8Array | null) => void;
    fetchProgress?: () => void;
  };
  type Tool = (args: string[] | null, files: Tree, options: Options) => Promise<Tree | undefined>;
  export const runClang: Tool;
  export const runLLVM: Tool;
  export class Exit extends Error {}
}

declare module "@electric-sql/pglite" {
  type Notice = { severity?: string; message?: string };
  type Results = { fields: { name: string }[]; rows: (string | null)[][]; rowCount?: number };
  export class PGlite {
    static create(options: {
      dataDir: string;
      pgliteWasmModule: WebAssembly.Module;
      initdbWasmModule: WebAssembly.Module;
      fsBundle: Blob;
      loadDataDir: Blob;
    }): Promise<PGlite>;
    query<Row>(sql: string): Promise<{ rows: Row[] }>;
    exec(
      sql: string,
      options: {
        rowMode: "array";
        parsers: Record<number, (text: string) => string>;
        onNotice: (notice: Notice) => void;
      },
    ): Promise<Results[]>;
  }
}
