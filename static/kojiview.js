// Our own lines beside htmx. Every page works without them.

// A tab that nobody looks at does not poll; the next tick after it is shown again does.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
});
