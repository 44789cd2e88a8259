import { serve } from "../serve.ts";
import { language } from "./tests-language.ts";

serve(language);
