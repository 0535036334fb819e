// Names are suggested while one types in the search of the header. Without scripts that is a plain form.
{
  const input = document.querySelector(".find input"), said = document.getElementById("suggested");
  const list = () => document.getElementById("suggestions");
  const options = () => [...list().children];
  const isOpen = () => !list().hidden;
  let chosen = -1;

  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false" }))
    input.setAttribute(name, value);

  const choose = (at) => {
    chosen = at;
    options().forEach((option, place) => option.setAttribute("aria-selected", place === at));
    const option = options()[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    list().hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) choose(-1);
  };
  const say = (text) => said.textContent === text || (said.textContent = text);
  const go = (option, event) => {
    if (event.ctrlKey || event.metaKey) open(option.dataset.href);
    else location.assign(option.dataset.href);
  };

  document.addEventListener("htmx:before:swap", (event) => {
    // Who typed on, went elsewhere or emptied the field does not want them any more.
    if (event.detail.ctx?.sourceElement === input && (document.activeElement !== input || !input.value.trim())) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.sourceElement !== input) return;
    const count = options().length;
    show(count > 0);
    say(count === 0 ? "No suggestions" : count === 1 ? "1 suggestion" : `${count} suggestions`);
  });
  input.addEventListener("input", () => {
    choose(-1);
    if (input.value.trim()) return;
    show(false);
    say("");
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      show(false);
      say("");
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond both ends is the field itself.
      const to = isOpen() ? ((chosen + 1 + step + count + 1) % (count + 1)) - 1 : step > 0 ? 0 : count - 1;
      show(true);
      choose(to);
    } else if (event.key === "Enter" && isOpen() && chosen >= 0) {
      event.preventDefault();
      go(options()[chosen], event);
    }
  });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("focus", () => show(options().length > 0 && Boolean(input.value.trim())));
  // The field keeps the focus, so that the list does not close before the click.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("#suggestions")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#suggestions > [data-href]");
    if (option) go(option, event);
  });
  addEventListener("pageshow", () => show(false));
}
