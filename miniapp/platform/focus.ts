/** About a third of a second: long enough for the slowest phone to draw, too short to fight with a person. */
const longest = 20;
/** Frames in a row after which the focus counts as settled. */
const settled = 3;

/**
 * Gives a node of the browser the focus and sees that it keeps it: Taro's elements are moved in the document once,
 * when they are drawn for the first time, and lose it then.
 * @returns a function that stops trying
 */
export function focusSoon(node: HTMLElement | null): () => void {
  if (!node) return () => undefined;
  let frame = 0;
  let kept = 0;
  let request = 0;
  const attempt = () => {
    const active = document.activeElement;
    // The person has gone on to something else, inside or outside.
    if (frame > 0 && active !== node && active !== document.body) return;
    kept = active === node ? kept + 1 : 0;
    if (kept === 0) node.focus({ preventScroll: true });
    frame += 1;
    if (kept < settled && frame < longest) request = requestAnimationFrame(attempt);
  };
  attempt();
  return () => cancelAnimationFrame(request);
}

/**
 * Puts the focus on a node of a page that is only being opened: waits until it is drawn, and takes the focus back from
 * the page's title, which gets it by default. The person's own choice of another place ends it.
 * @param find looks for the node; null while there is none
 * @returns a function that gives up
 */
export function focusWhenDrawn(find: () => HTMLElement | null): () => void {
  let frame = 0;
  let kept = 0;
  let request = 0;
  const attempt = () => {
    const node = find();
    const active = document.activeElement;
    const elsewhere = !node?.closest('.taro_page')?.contains(active);
    if (node && active === node) kept += 1;
    else if (elsewhere || active?.classList.contains('browser-title')) {
      kept = 0;
      node?.focus({ preventScroll: true });
    } else return;
    frame += 1;
    if (kept < settled && frame < longest) request = requestAnimationFrame(attempt);
  };
  attempt();
  return () => cancelAnimationFrame(request);
}
