// The page of a plan: brings its parts together, and keeps the banner and the outline in step.

import { byId, on, plan, prepare } from "./cells.js";
import "./keys.js";

on("htmx:load", ({ target }) => prepare(target));

// The focus must not hide under the sticky banner, whose height depends on what it has to say.
const banner = document.querySelector(".banner");
const measure = () => {
  const sticky = getComputedStyle(banner).display === "contents" ? banner.firstElementChild : banner;
  document.documentElement.style.setProperty("--banner", `${sticky.offsetHeight}px`);
};
new ResizeObserver(measure).observe(banner.firstElementChild);

// The outline stands open beside the document, and folded above it on a narrow page.
const outline = document.querySelector(".outline");
const wide = matchMedia("(width >= 64rem)");
const unfold = () => (outline.firstElementChild.open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
outline.dataset.ready = "";

/** Marks in the outline where one is reading. */
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
      byId(`o-${target.id.slice(2)}`)?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
plan.querySelectorAll(".section").forEach((section) => reading.observe(section));
