import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { serveJson } from "./server.ts";

serveJson(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
