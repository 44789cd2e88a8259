import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { failure } from "./http.ts";

/** By address: a person starts anew a few times, a script hundreds of times. */
export const newGuests = new RateLimiterMemory({ keyPrefix: "guests", points: 30, duration: 60 });
/** By user. */
export const newMessages = new RateLimiterMemory({ keyPrefix: "messages", points: 120, duration: 60 });
/** By user: sessions and copies of sessions, which take space. */
export const newSessions = new RateLimiterMemory({ keyPrefix: "sessions", points: 120, duration: 60 });

/** Counts one; throws 429 with the time to wait when there were too many. */
export async function countOne(limiter: RateLimiterMemory, key: string): Promise<void> {
  const refused = await limiter.consume(key).then(() => undefined, (result: RateLimiterRes) => result);
  if (!refused) return;
  const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
  throw failure(429, "too_many", `That was a lot at once. Please wait ${seconds} s and try again.`, undefined, { "Retry-After": String(seconds) });
}
