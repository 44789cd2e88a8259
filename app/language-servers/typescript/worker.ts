import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { readLib } from "./libraries.ts";
import { serveTypeScript } from "./server.ts";

serveTypeScript(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), readLib);
