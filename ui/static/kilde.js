// Brings the quote into view inside this page alone: a fragment in the address would also scroll the page around it.
const quote = document.getElementById("citat");
function reveal() {
  if (!quote) return;
  const top = quote.getBoundingClientRect().top + window.scrollY;
  window.scrollTo(0, Math.max(0, top - window.innerHeight / 4));
}
reveal();
window.addEventListener("load", reveal);
document.fonts.ready.then(reveal);
