// One file for the browser: `communs.bundles.Bundles` writes these gestures into it, each in its own block.
import "./behaviours/scrollers.js";
import "./behaviours/tabs.js";
