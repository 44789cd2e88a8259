import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// What people read is in app/words/, so that it can be said in another language.
const SAID_ELSEWHERE = "What people read belongs into app/words/.";
const SHOWN = ":matches(JSXElement, JSXFragment)";
const LETTERS = "/^(?!\\s*Tandem\\s*$)[^]*[a-z]{2}/i";
const TEXT = `:matches(Literal[value=${LETTERS}], TemplateLiteral:has(TemplateElement[value.raw=${LETTERS}]))`;
const SPOKEN = "/^(aria-label|aria-description|aria-roledescription|title|label|placeholder|alt|description)$/";
const READ_TOO_EARLY = {
  selector:
    "Program > :matches(VariableDeclaration, ExportNamedDeclaration) MemberExpression[object.name=/Words$/]:not(:function *)",
  message: "Read words where they are shown: when a module is loaded nobody knows yet in which language.",
};

export default tseslint.config(
  // The last is a text for people's code, in the words of libraries.
  { ignores: ["build", ".data", "node_modules", "app/language-servers/typescript/runner.d.ts"] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ["app/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    files: ["app/**/*.{ts,tsx}", "protocol/*.ts"],
    ignores: ["protocol/zod.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        ...["zod", "zod/mini"].map((name) => ({ name, message: "Import z from protocol/zod.ts." })),
        { name: "sonner", message: "Import what shows notices from app/ui/toast.ts: the library is loaded later." },
        {
          name: "react",
          importNames: ["lazy", "Suspense"],
          message: "Use later() of app/ui: React gives up a boundary that changes before it is hydrated (error 421).",
        },
      ],
    },
  },
  {
    files: ["app/**/*.tsx"],
    ignores: ["app/words/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: `${SHOWN} > JSXText[value=${LETTERS}]`, message: SAID_ELSEWHERE },
        { selector: `${SHOWN} > JSXExpressionContainer > ${TEXT}`, message: SAID_ELSEWHERE },
        {
          selector: `${SHOWN} > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > ${TEXT}`,
          message: SAID_ELSEWHERE,
        },
        { selector: `JSXAttribute[name.name=${SPOKEN}] ${TEXT}`, message: SAID_ELSEWHERE },
        READ_TOO_EARLY,
      ],
    },
  },
  {
    files: ["app/**/*.ts"],
    ignores: ["app/words/**"],
    rules: { "no-restricted-syntax": ["error", READ_TOO_EARLY] },
  },
  {
    rules: {
      // Prettier breaks code, and neither comments nor strings.
      "max-len": [
        "error",
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      "no-undef": "off",
      "no-control-regex": "off",
      "no-throw-literal": "off",
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { varsIgnorePattern: "^_", argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
    },
  },
);
