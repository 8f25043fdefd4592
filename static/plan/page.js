// The page around the document: banner, outline, and what htmx brings.

import { byId, on, plan } from "./base.js";
import { open, prepare } from "./cells.js";
import { arrange } from "./view.js";

on("htmx:load", ({ target }) => {
  prepare(target);
  arrange(target);
  observe(target);
});

// The focus must not hide under the sticky banner, whose height depends on what it has to say.
const banner = document.querySelector(".banner");
const measure = () => {
  const sticky = getComputedStyle(banner).display === "contents" ? banner.firstElementChild : banner;
  document.documentElement.style.setProperty("--banner", `${sticky.offsetHeight}px`);
  open.editor?.scrollIntoView({ block: "nearest" });
};
new ResizeObserver(measure).observe(banner.firstElementChild);

const outline = document.querySelector(".outline");
const wide = matchMedia("(width >= 64rem)");
const unfold = () => (outline.firstElementChild.open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
outline.dataset.ready = "";

/** An edit brings its own section's counts: the shares of all above it follow from those. */
function tally() {
  for (const part of [outline, ...outline.querySelectorAll("li")]) {
    const counts = [...part.querySelectorAll("[data-n]")].map((count) => count.dataset.n.split(" ").map(Number));
    const [cells, toFill, flagged] = counts.reduce((sums, count) => sums.map((sum, index) => sum + count[index]));
    const share = part.querySelector("#share b, small");
    if (!cells || !share) continue;
    const percent = Math.floor((100 * (cells - toFill)) / cells);
    share.textContent = `${percent} %`;
    part.querySelector("meter").value = percent;
    part.querySelector("em").textContent = flagged ? `${flagged} to check` : "";
  }
}
on("htmx:afterRequest", tally);

/** Marks in the outline where one is reading. */
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
      byId(`t-${target.id.slice(2)}`)?.parentNode.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
function observe(part) {
  const sections = part.matches(".section") ? [part] : part.querySelectorAll(".section");
  sections.forEach((section) => reading.observe(section));
}
