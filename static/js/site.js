// One file for the browser: `communs.bundles.Bundles` writes these gestures into it, each in its own block.
import "./behaviours/anchors.js";
import "./behaviours/code.js";
import "./behaviours/embed.js";
import "./behaviours/footnotes.js";
import "./behaviours/fresh.js";
import "./behaviours/outline.js";
import "./behaviours/scrollers.js";
import "./behaviours/search.js";
import "./behaviours/select.js";
import "./behaviours/tabs.js";
import "./behaviours/take.js";
import "./behaviours/tallies.js";
import "./behaviours/theme.js";
import "./behaviours/threads.js";
import "./behaviours/ticks.js";
