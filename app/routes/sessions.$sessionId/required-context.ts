import { createContext, type Provider, useContext } from "react";

/** A context that always has a value: reading it outside of its provider is a mistake, and throws. */
export function createRequiredContext<Value extends object>(
  name: string,
): [Provider<Value | undefined>, useValue: () => Value] {
  const Context = createContext<Value | undefined>(undefined);
  function useValue(): Value {
    const value = useContext(Context);
    if (!value) throw new Error(`There is no ${name} around this component.`);
    return value;
  }
  return [Context.Provider, useValue];
}
