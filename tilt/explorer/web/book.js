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

  document.addEventListener("DOMContentLoaded", () => {
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
