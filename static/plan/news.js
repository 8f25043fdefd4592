// What others change arrives by itself; what one did oneself is taken back by a key.

import { actions, byId, on, plan } from "./base.js";
import { act, heard, holding, isSaving, learn, open, renewGate, repaint, wordsOf } from "./cells.js";
import { shortcutsOn } from "./palette.js";
import { FIRST } from "./rows.js";
import { show } from "./selection.js";

const poll = byId("news");
const isPoll = ({ detail }) => detail.elt === poll;
let restore = null;

on("htmx:configRequest", (event) => {
  if (!isPoll(event)) return;
  const { revision, gate } = plan.dataset;
  const heading = open.editor?.closest(".section").firstElementChild;
  const at = heading ? (heading.textContent || "the plan") : "";
  Object.assign(event.detail.parameters, { seen: revision, gate, who: byId("presence").textContent, at });
});

// An answer that was on its way while one wrote is older than what stands here: the next one is not.
on("htmx:beforeSwap", (event) => {
  if (!isPoll(event) || event.detail.xhr.status !== 200) return;
  if (wordsOf(event.detail.xhr).news.to < heard.revision) event.detail.shouldSwap = false;
  else restore = holding(plan);
});

on("htmx:afterRequest", (event) => {
  if (!isPoll(event) || !restore) return;
  const { gate } = learn(event.detail.xhr);
  restore();
  restore = null;
  repaint(plan);
  show();
  if (Number(plan.dataset.gate) !== gate) renewGate().catch(() => {});
});

/** One's own last change has to have arrived before it can be taken back. */
function turn(path, values = {}) {
  if (isSaving()) return setTimeout(turn, 50, path, values);
  act(path, values, ({ focus }) => byId(`r-${focus}`)?.querySelector(FIRST));
}

actions.undo = (button) => {
  turn("undo/", { group: button.dataset.group ?? "" });
  button.closest(".toast")?.remove();
};
actions.redo = () => turn("redo/");

on("keydown", (event) => {
  const { key, ctrlKey, metaKey, shiftKey, target } = event;
  if (!(ctrlKey || metaKey) || !shortcutsOn() || target.matches("input:not(.mark), textarea, select")) return;
  const pressed = key.toLowerCase();
  if (pressed !== "z" && pressed !== "y") return;
  event.preventDefault();
  turn(pressed === "y" || shiftKey ? "redo/" : "undo/");
});
