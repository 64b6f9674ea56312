// Single keys on the review page: each presses the button, or goes to the field, that carries it.
(() => {
  const form = document.getElementById("verdicts");
  if (!form) return;
  const typing = (place) => place && /^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" && event.target.id === "fields") {
        event.preventDefault();
        form.requestSubmit(form.querySelector('button[value="correct"]'));
      }
      return;
    }
    const meant = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!meant) return;
    event.preventDefault();
    if (meant.tagName === "BUTTON") form.requestSubmit(meant);
    else if (meant.tagName === "DETAILS") meant.open = !meant.open;
    else meant.focus();
  });
})();
