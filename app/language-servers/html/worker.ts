import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { serveHtml } from "./server.ts";

serveHtml(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
