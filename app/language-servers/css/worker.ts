import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { serveCss } from "./server.ts";

serveCss(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
