// The layout: one button, which comes to the heading or the table where one points or stands.

import { actions, copyOf, on, openDialog, plan } from "./base.js";
import { send, write } from "./cells.js";

const tool = copyOf("layout-tool");
const mayLayOut = () => plan.dataset.editable === "yes";
const sectionOf = (part) => `sections/${part.closest(".section").id.slice(2)}/`;

for (const type of ["pointerover", "focusin"]) {
  on(type, ({ target }) => {
    if (!mayLayOut() || document.activeElement === tool) return;
    const block = target.closest?.("#document [data-block]");
    const place = block ? block.querySelector(":scope > [data-do=add]") : target.closest?.("#document :is(h1, h2, h3, h4, h5, h6)");
    if (!place || place === tool || place.nextElementSibling === tool) return;
    tool.textContent = block ? (block.matches(".table") ? "Table…" : "List…") : "Section…";
    place.after(tool);
  });
}

actions.layout = () => {
  const { block } = tool.closest("[data-block]")?.dataset ?? {};
  openDialog(block ? `blocks/${block}/` : sectionOf(tool));
};

on("keydown", (event) => {
  const { target, key, altKey } = event;
  const way = { ArrowUp: "up", ArrowDown: "down" }[key];
  if (!altKey || !way || !mayLayOut() || !target.matches(":is(h1, h2, h3, h4, h5, h6) > .cell")) return;
  event.preventDefault();
  const done = (form) => form.remove();
  send(write(`${sectionOf(target)}move/`, { way }, { place: () => target, done, failed: done }));
});
