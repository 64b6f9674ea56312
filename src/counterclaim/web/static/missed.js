// Words selected in the text go into the field for the quote, the first number among them into the field for the number.
(() => {
  const text = document.querySelector("article.text");
  const quote = document.getElementById("quote");
  const number = document.getElementById("number");
  if (!text || !quote) return;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const copy = chosen.getRangeAt(0).cloneContents();
    copy.querySelectorAll(".reference, .peek").forEach((mark) => mark.remove());
    const words = copy.textContent.replace(/\s+/g, " ").trim();
    if (words.length < 2 || words.length > 2000) return;
    quote.value = words;
    const found = words.match(/\d[\d.,  ]*\d|\d/);
    if (number && found) number.value = found[0];
  });
})();
