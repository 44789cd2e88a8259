/** Why a sign-in with GitHub did not work, each with what happened and what to do. */
export const signInProblems = {
  denied: "You cancelled the sign-in at GitHub. Nothing was changed; try again, or continue as a guest.",
  state:
    "This answer from GitHub does not belong to a sign-in that was started here, or it was used before. Please start again.",
  cookie:
    "Your browser did not bring back the cookie of this sign-in: it took longer than five minutes, or cookies are blocked. Please start again.",
  expired: "The sign-in at GitHub took too long and has expired. Please start again.",
  refused:
    "GitHub refused this server's settings. Tell whoever runs it to check its client id, secret and callback address.",
  down: "GitHub cannot be reached at the moment. Please try again in a minute.",
  slow: "GitHub did not answer within ten seconds. Please try again in a minute.",
  nonsense:
    "GitHub sent an answer that could not be read. Please try again; if it keeps happening, tell whoever runs this server.",
  off: "Signing in with GitHub is turned off on this server.",
} as const;

export type SignInProblem = keyof typeof signInProblems;

/** The sentence of a code from the address; codes that are not ours say nothing. */
export const problemSentence = (code: string | null) =>
  code !== null && Object.hasOwn(signInProblems, code) ? signInProblems[code as SignInProblem] : undefined;
