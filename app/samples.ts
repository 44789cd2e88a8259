/** The first file of a new session, by language. */
export const samples = {
  typescript: {
    path: "main.ts",
    language: "typescript",
    content: `// Everybody with the link writes here at the same time.
// Share this page's address, or use the Share button.

function greet(name: string): string {
  return \`Hello, \${name}!\`;
}

console.log(greet("Tandem"));
`,
  },
};
