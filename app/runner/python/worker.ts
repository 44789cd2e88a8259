import "./no-import-scripts.ts";
import { serve } from "../serve.ts";
import { language } from "./language.ts";

serve(language);
