/**
 * Pyodide finds out when it is loaded whether scripts can be imported here. They cannot, and Firefox says so on the
 * page's console: so it is told before.
 */
Object.assign(globalThis, {
  importScripts() {
    throw new Error("Nothing can be loaded here.");
  },
});
