// The page of sign-in, or the one that follows somebody who left: what was typed by who has just signed out goes, and what is too old.

import { sweep } from "./modules/drafts.js";

sweep();
