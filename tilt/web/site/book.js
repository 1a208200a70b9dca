// The book's frame: colour mode, the phone's table of contents. Loaded in the head, so that the mode is set before
// anything is painted; without it the system's colours hold and the contents stay open.
(() => {
  const root = document.documentElement;
  const modes = ["auto", "light", "dark"];
  const names = { auto: "as the system", light: "light", dark: "dark" };
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      const mode = localStorage.getItem("tilt-mode");
      return modes.includes(mode) ? mode : "auto";
    } catch {
      return "auto"; // storage may be forbidden, as in private windows
    }
  };
  let mode = stored();
  const apply = () => {
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
  };
  root.classList.add("tilt-script");
  apply();
  system.addEventListener("change", apply);

  // Beside each claim stands its credence: the book's, or in the reader's colour what their own values give. Painted
  // from what site.js kept at the last visit, until it has computed again.
  const credences = () => {
    try {
      return JSON.parse(localStorage.getItem("tilt:credences")) ?? {};
    } catch {
      return {};
    }
  };
  const showCredences = (mine) => {
    for (const link of document.querySelectorAll(".tilt-navigation [data-claim]")) {
      const place = link.querySelector(".tilt-credence");
      place.dataset.default ??= place.textContent;
      const share = mine[link.dataset.claim];
      const moved = typeof share === "number" && share >= 0 && share <= 1;
      place.textContent = moved ? `${Math.round(100 * share)} %` : place.dataset.default;
      place.toggleAttribute("data-mine", moved);
    }
  };
  document.addEventListener("tilt-credences", ({ detail }) => showCredences(detail));

  document.addEventListener("DOMContentLoaded", () => {
    showCredences(credences());
    const switcher = document.querySelector(".tilt-mode");
    const say = () => switcher && (switcher.querySelector("span").textContent = names[mode]);
    say();
    switcher?.addEventListener("click", () => {
      mode = modes[(modes.indexOf(mode) + 1) % modes.length];
      try {
        localStorage.setItem("tilt-mode", mode);
      } catch {
        // the choice then lasts for this page only
      }
      apply();
      say();
    });

    const menu = document.querySelector(".tilt-menu");
    const side = document.querySelector(".tilt-side");
    const open = (yes) => {
      side.toggleAttribute("data-open", yes);
      menu.setAttribute("aria-expanded", String(yes));
    };
    menu?.addEventListener("click", () => open(menu.getAttribute("aria-expanded") !== "true"));
    side?.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.getAttribute("aria-expanded") === "true") {
        open(false);
        menu.focus();
      }
    });
  });
})();
