/** From here on a body is large: what people usually send is far less. */
const LARGE_BYTES = 2 * 1024 * 1024;

/**
 * One large body at a time. While it is read and parsed it takes several times its size, and a process that runs out of
 * memory takes everybody's page with it.
 */
export class LargeBodies {
  private isBusy = false;

  /** Does what reads the body of a request. Undefined where the body is large, or may be, and another is being read. */
  read = async <Result>(request: Request, work: () => Promise<Result>): Promise<Result | undefined> => {
    const length = request.headers.get("content-length");
    if (length !== null && Number(length) <= LARGE_BYTES) return work();
    if (this.isBusy) return;
    this.isBusy = true;
    return work().finally(() => (this.isBusy = false));
  };
}
