import { translatable } from "./translatable.ts";

/** What the server answers without a page of the product, and what it draws. */
export const serverWords = translatable("server", {
  noSuchFile: "There is no such file.",
  malformedAddress: "This address is malformed.",
  methods: (methods: string) => `This server takes ${methods}.`,
  tooMany: {
    nothingLost: "Nothing that was saved is lost.",
    tryAgain: "Go back and try again then.",
    loadsAgain: "This page loads again by itself.",
  },
  foreignOrigin: {
    message: (address: string) => `This page may not change anything here. Tandem works at ${address} only.`,
    title: "Another address",
    heading: "This page may not change anything here",
    whereTo: (address: string) =>
      `It was opened at an address that is not this server's. Nothing was changed. Open ${address} instead.`,
    forOperators: (setting: string) => `If you run this server: ${setting} must be what is in the address bar.`,
  },
  /** Under the name in the picture of links: as many lines as there is room for. */
  slogan: "Write code together, in one editor,\nat the same time.",
});
