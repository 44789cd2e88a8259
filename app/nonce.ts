import { createContext, useContext } from "react";

/** The CSP nonce of the page that is being rendered; empty in the browser, which needs none. */
export const NonceContext = createContext("");

export const useNonce = () => useContext(NonceContext);
