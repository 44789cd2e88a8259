import type { ReviewProblem } from "../protocol/entities.ts";

/** What people read when a review failed, and the status of the API's answer. */
export const reviewProblemTexts: Record<ReviewProblem, { status: number; text: string }> = {
  ai_refused: {
    status: 502,
    text: "The AI, or a filter before it, declined to review this code. Try a smaller part of it.",
  },
  ai_too_long: {
    status: 413,
    text: "This is more code than the AI model can take at once. Select the part that matters, and review that.",
  },
  ai_cut_off: {
    status: 502,
    text: "The AI's answer broke off before its end. What had arrived is kept; try again, or review fewer lines.",
  },
  ai_malformed: { status: 502, text: "The AI's answer could not be read. Please try again." },
  ai_no_credit: {
    status: 502,
    text: "The AI service has no credit left. Whoever runs this server has to add some; until then there are no reviews.",
  },
  ai_no_model: {
    status: 502,
    text: "The AI service does not have this model. Whoever runs this server should check OPENAI_MODEL.",
  },
  ai_rejected: {
    status: 502,
    text: "The AI service did not accept the request: whoever runs this server should check OPENAI_API_KEY, OPENAI_MODEL and OPENAI_BASE_URL.",
  },
  ai_away: { status: 503, text: "The AI service cannot be reached right now. Please try again in a minute." },
  ai_busy: { status: 503, text: "The AI service has too much to do right now. Please try again in a minute." },
  ai_timeout: {
    status: 504,
    text: "The review took longer than a minute and was stopped. Try again, or review fewer lines.",
  },
  check_stopped: {
    status: 413,
    text: "This file is too much for ESLint: it takes more than 3 seconds, or more memory than it has. Move a part of it into another file.",
  },
  interrupted: { status: 503, text: "The server stopped during this review. Please try again." },
};
