// The layout: one button, which comes to the heading or the table where one points or stands, and the
// dialog that it opens.

import { actions, byId, copyOf, on, openDialog, plan, words } from "./base.js";
import { act, isHeading, learn, repaint } from "./cells.js";
import { shortcutsOn } from "./palette.js";
import { FIRST } from "./rows.js";

const tool = copyOf("layout-tool");
const mayLayOut = () => plan.dataset.editable === "yes";
const sectionOf = (part) => `sections/${part.closest(".section").id.slice(2)}/`;

function stand({ focus }) {
  const row = byId(`r-${focus}`);
  return row?.querySelector(FIRST) ?? row;
}

for (const type of ["pointerover", "focusin"]) {
  on(type, ({ target }) => {
    if (!mayLayOut() || document.activeElement === tool) return;
    const block = target.closest?.("#document [data-block]");
    const heading = target.closest?.("#document :is(h1, h2, h3, h4, h5, h6)");
    if (!block && !heading) return;
    tool.textContent = words[heading ? "section" : block.classList[1]];
    if (heading) heading.after(tool);
    else block.append(tool);
  });
}

actions.layout = () => {
  const { block } = tool.closest("[data-block]")?.dataset ?? {};
  openDialog(block ? `blocks/${block}/` : sectionOf(tool));
};

on("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!event.altKey || !way || !shortcutsOn() || !mayLayOut() || !isHeading(event.target)) return;
  event.preventDefault();
  act(`${sectionOf(event.target)}move/`, { way }, stand);
});

const inDialog = ({ target }) => target.closest("#dialog");

on("htmx:configRequest", (event) => {
  if (inDialog(event)) event.detail.parameters.revision = plan.dataset.revision;
});

on("htmx:afterRequest", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!inDialog(event) || requestConfig.verb !== "post" || xhr.status >= 300) return;
  byId("dialog").close();
  const said = learn(xhr);
  repaint(plan);
  stand(said)?.focus();
});
