// The page of a plan: everything that its parts do.

import "./keys.js";
import "./news.js";
import "./page.js";
import "./structure.js";
