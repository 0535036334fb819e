// Our own lines beside htmx. Every page works without them.

// A tab that nobody looks at does not poll; the next tick after it is shown again does.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
});

// The icon of the tab shows the state, as its title does.
document.addEventListener("htmx:after:swap", () => {
  const state = document.querySelector("[data-icon]"), icon = document.querySelector("link[rel=icon]");
  if (state && icon.getAttribute("href") !== state.dataset.icon) icon.href = state.dataset.icon;
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

// A line of a log that is not on this page is on another one; `#L7-L15` is a range, which a click with Shift makes.
{
  const log = document.getElementById("log");
  const range = () => (location.hash.match(/^#L(\d+)(?:-L?(\d+))?$/) ?? []).slice(1).filter(Boolean).map(Number).sort((a, b) => a - b);
  const mark = () => {
    const [from, to] = range();
    for (const line of log.querySelectorAll(".l[id]")) {
      const number = Number(line.id.slice(1));
      line.classList.toggle("in", to !== undefined && line.id[0] === "L" && number >= from && number <= to);
    }
  };
  const show = () => {
    const [from, to] = range(), here = new URLSearchParams(location.search);
    if (!from) return;
    if (document.getElementById(`L${from}`)) {
      mark();
      if (to) document.getElementById(`L${from}`).scrollIntoView({ block: "center" });
    } else if (document.querySelector(".pager") && here.get("line") !== String(from)) {
      const there = new URLSearchParams({ line: from });
      if (here.has("volume")) there.set("volume", here.get("volume"));
      location.replace(`?${there}${location.hash}`);
    }
  };
  if (log) {
    show();
    addEventListener("hashchange", show);
    document.addEventListener("htmx:after:swap", mark);
    log.addEventListener("click", (event) => {
      const line = event.target.closest(".l > a")?.parentElement, [from] = range();
      if (!line || !event.shiftKey || !from || line.id[0] !== "L") return;
      event.preventDefault();
      const [first, last] = [from, Number(line.id.slice(1))].sort((a, b) => a - b);
      history.replaceState(history.state, "", `#L${first}-L${last}`);
      mark();
    });
    // The end of a part is not that of the log.
    if (location.hash === "#end" && document.querySelector(".pager a[rel=next]")) location.replace("?end=yes#end");
    // Who asks for the end of a log begins there.
    if (new URLSearchParams(location.search).has("end") && !location.hash) document.documentElement.scrollTop = document.documentElement.scrollHeight;
  }
}

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
