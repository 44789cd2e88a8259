declare module "*?runner" {
  /** Where a page fetches the script from. */
  const address: string;
  export default address;
}
