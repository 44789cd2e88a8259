/** Tandem's collab process that calls everything durable and writes nothing: what the log costs is the difference. */
import { readEnv } from "../../../collab/env.ts";
import { startCollab } from "../../../collab/server.ts";
import { UpdateLog } from "../../../collab/log/update-log.ts";

UpdateLog.prototype.append = () => {};
await startCollab(readEnv());
