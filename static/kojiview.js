// "/" goes to the search box, in a log to the search of the log, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  (document.querySelector("main [role=search] input[name=q]") ?? document.querySelector(".find input"))?.focus();
});

// The letters of a list are one stop of the Tab key; arrows go from one to the next.
{
  const letters = () => [...document.querySelectorAll(".abc a")];
  const stop = (at) => letters().forEach((letter) => (letter.tabIndex = letter === at ? 0 : -1));
  const start = () => stop(document.querySelector(".abc [aria-current]") ?? letters()[0]);
  start();
  document.addEventListener("htmx:after:swap", start);
  document.addEventListener("keydown", (event) => {
    const all = letters(), at = all.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    stop(next);
    next.focus();
  });
}

// After "back" a browser fills a form with what was last in it; it is to say what the list shows.
addEventListener("pageshow", () => document.querySelectorAll("form.filter").forEach((form) => form.reset()));

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
