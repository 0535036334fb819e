// A part of a page has an address of its own, or caches between us and the reader could take it for the page.
document.addEventListener("htmx:before:request", (event) => {
  const { request, target } = event.detail.ctx;
  if (!target?.id || request.headers["HX-Request-Type"] !== "partial" || /[?&]fragment=/.test(request.action)) return;
  request.action += `${request.action.includes("?") ? "&" : "?"}fragment=${target.id}`;
});
document.addEventListener("htmx:before:history:update", (event) => {
  const { history } = event.detail;
  history.path = history.path.replace(/[?&]fragment=[\w-]+/, "");
});

// Parts that refresh themselves: `hx-trigger="every 2s, refresh"`, of which htmx does the first and this the second.

// The present. The server's clock counts, not the browser's, and a part that was swapped in brings it anew.
const present = (() => {
  let told = "", served = 0, loaded = 0;
  return {
    now() {
      const latest = [...document.querySelectorAll("[data-now]")].map((element) => element.dataset.now).sort().pop();
      if (latest && latest !== told) [told, served, loaded] = [latest, Date.parse(latest), Date.now()];
      return told ? served + Date.now() - loaded : Date.now();
    },
    // When the newest of what is shown was made, by the server's clock.
    served() {
      this.now();
      return served;
    },
  };
})();

// Whether what a live part shows is of now. One that cannot be refreshed says so, and since when; its times stand still with
// the rest of it, and it asks ever more seldom until there is an answer.
const refreshing = (() => {
  const slow = 5000, longest = 120000, again = 2000;
  const notice = document.getElementById("stale");
  const part = () => document.querySelector("[hx-trigger^='every ']");
  const interval = (element) => 1000 * parseFloat(element.getAttribute("hx-trigger").slice(6));
  // In the browser's time: the last answer, the next question, and since when one is under way; none is 0.
  let answered = Date.now(), next = 0, asked = 0, failures = 0;

  const isRefresh = (event) => ["every", "refresh"].includes(event.detail.ctx?.sourceEvent?.type);
  // A part that is replaced as a whole comes as one; anything else is of somebody between us and the reader.
  const isOurs = (ctx) => ctx.target.id !== "live" || /id="?live"?[\s>]/.test(ctx.text ?? "");

  document.addEventListener("htmx:before:request", (event) => {
    if (!isRefresh(event)) return;
    // A tab that nobody looks at does not ask.
    if (document.hidden || Date.now() < next) event.preventDefault();
    else asked = Date.now();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (isRefresh(event) && !isOurs(event.detail.ctx)) event.preventDefault();
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (!isRefresh(event) || !asked) return;
    const { ctx } = event.detail, pause = part() ? interval(part()) : 0;
    asked = 0;
    if (ctx.response && ctx.response.status < 400 && isOurs(ctx)) {
      [failures, next, answered] = [0, 0, Date.now()];
    } else {
      failures += 1;
      // The first failure may be a chance, so it is asked again soon.
      const wait = failures === 1 ? Math.min(pause, again) : Math.min(pause * 2 ** (failures - 2), longest);
      next = Date.now() + wait - 100;
      if (wait < pause) setTimeout(refresh, wait);
    }
    say();
  });
  const refresh = () => part()?.dispatchEvent(new Event("refresh"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && part() && Date.now() - answered > interval(part())) refresh();
  });
  addEventListener("online", () => {
    next = 0;
    refresh();
  });

  // Failed, or asleep for longer than two questions take.
  const isLost = () => failures > 1 || (!asked && Date.now() - answered > 2 * interval(part()) + slow);
  const say = () => {
    let text = "";
    if (part()) {
      const at = `${new Date(present.served()).toISOString().slice(11, 19)} UTC`;
      if (isLost()) text = `Not kept up to date since ${at}: ${navigator.onLine ? "there is no answer" : "this computer is offline"}. It is tried again by itself.`;
      else if (asked && Date.now() - asked > slow) text = `A refresh takes long: what you see is of ${at}.`;
    }
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = !text;
  };
  return { say, isLost: () => Boolean(part()) && isLost() };
})();

// The icon of the tab shows the state, as its title does.
document.addEventListener("htmx:after:swap", () => {
  const state = document.querySelector("[data-icon]"), icon = document.querySelector("link[rel=icon]");
  if (state && icon.getAttribute("href") !== state.dataset.icon) icon.href = state.dataset.icon;
});

// The focus stays on the thing that it was on, wherever that stands now, and goes to no other one.
{
  const what = (element) => element.getAttribute("href") ?? element.id ?? element.textContent;
  let focused = null;
  document.addEventListener("htmx:before:swap", () => {
    const element = document.activeElement;
    focused = element?.closest("#live") && element.matches("a[href]") ? what(element) : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    const element = document.activeElement;
    if (focused === null || (element?.closest("#live") && what(element) === focused)) return;
    const same = [...document.querySelectorAll("#live a[href]")].find((link) => what(link) === focused);
    if (same) same.focus({ preventScroll: true });
    else element?.blur();
  });
}

// What the page says of the present stays true while it is looked at.
{
  const clock = document.querySelector(".clock time");
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
  present.now();
  setInterval(() => {
    if (document.hidden) return;
    const at = present.now();
    if (clock) put(clock, new Date(at).toISOString().slice(11, 16));
    refreshing.say();
    if (refreshing.isLost()) return;
    for (const element of document.querySelectorAll("time[data-ago]")) put(element, span(seconds(element, at)) + element.dataset.ago);
    for (const element of document.querySelectorAll("time[data-for]")) put(element, words(seconds(element, at)));
  }, 1000);
}

