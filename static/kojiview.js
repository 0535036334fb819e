// Our own lines beside htmx. Every page works without them.

// A tab that nobody looks at does not poll; the next tick after it is shown again does.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
});

// What the page says of the present stays true while it is looked at. The server's clock counts, not the browser's.
{
  const clock = document.querySelector(".clock time");
  let told = "", served = 0, loaded = 0;
  // A live part that was swapped in brings the server's time anew.
  const now = () => {
    const latest = [...document.querySelectorAll("[data-now]")].map((element) => element.dataset.now).sort().pop();
    if (latest && latest !== told) [told, served, loaded] = [latest, Date.parse(latest), Date.now()];
    return told ? served + Date.now() - loaded : Date.now();
  };
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const seconds = (element, now) => Math.max(0, Math.floor((now - Date.parse(element.dateTime)) / 1000));
  const split = (s) => units.map(([size, unit], at) => [Math.floor((at ? s % units[at - 1][0] : s) / size), unit]);
  // "3 min": one unit, hours up to two days.
  const span = (s) => s < 172800 && s >= 3600 ? `${Math.floor(s / 3600)} h` : split(s).find(([n, unit]) => n || unit === "s").join(" ");
  // "5 min 28 s": two units.
  const words = (s) => {
    const parts = split(s), first = parts.findIndex(([n, unit]) => n || unit === "s");
    return parts.slice(first, first + 2).map((part) => part.join(" ")).join(" ");
  };
  const put = (element, text) => element.textContent === text || (element.textContent = text);
  now();
  setInterval(() => {
    if (document.hidden) return;
    const at = now();
    for (const element of document.querySelectorAll("time[data-ago]")) put(element, span(seconds(element, at)) + element.dataset.ago);
    for (const element of document.querySelectorAll("time[data-for]")) put(element, words(seconds(element, at)));
    if (clock) put(clock, new Date(at).toISOString().slice(11, 16));
  }, 1000);
}

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  document.querySelector(".find input")?.focus();
});

// Who reads the end of a log that is followed goes on reading its end; who reads elsewhere stays there.
{
  const root = document.documentElement;
  let atEnd = false;
  const isMore = (event) => event.detail.ctx?.target?.id === "more";
  document.addEventListener("htmx:before:swap", (event) => {
    if (isMore(event)) atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (isMore(event) && atEnd) root.scrollTop = root.scrollHeight;
  });
}
