import script from "browser-basedpyright/dist/pyright.worker.js?url";
import { servePython, type Scope } from "./server.ts";

servePython(
  self as unknown as Scope,
  // Not importScripts, which workers lack that are modules, as Vite makes them in development.
  () => import(/* @vite-ignore */ script),
  () => new Worker(script),
);
