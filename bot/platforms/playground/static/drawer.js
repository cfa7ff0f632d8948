// On a phone the places come in from the side, and nothing else can be reached until they go.

const $ = (selector) => document.querySelector(selector);
export const narrow = matchMedia("(max-width: 760px)");

export function setDrawer(open) {
  const drawn = open && narrow.matches;
  const was = document.body.classList.contains("drawn");
  document.body.classList.toggle("drawn", drawn);
  $("#shade").hidden = !drawn;
  $("#main").inert = drawn;
  $("#side").inert = drawn;
  $("#drawer").inert = narrow.matches && !drawn;
  if (drawn) $("#places a[aria-current]")?.focus();
  else if (was) $("#main .top button")?.focus();
}
