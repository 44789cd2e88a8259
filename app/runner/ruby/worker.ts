import { serve } from "../serve.ts";
import { language } from "./language.ts";

serve(language);
