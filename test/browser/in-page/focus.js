/**
 * Runs in the page. Returns the focused element, and whether the focus is visible. Where there is a set `metByTab`, adds
 * the element to it and returns whether it was there before.
 */
(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: null, text: '', isSeen: true, isMet: false };
  const style = getComputedStyle(element);
  const isRinged = (each) => each.outlineStyle !== 'none' && Number.parseFloat(each.outlineWidth) > 0;
  const around = element.parentElement ? getComputedStyle(element.parentElement) : style;
  const box = element.getBoundingClientRect();
  const text = (
    element.getAttribute('aria-label') ??
    element.labels?.[0]?.textContent ??
    element.textContent ??
    ''
  ).trim();
  // In a text field the caret shows the focus.
  const hasCaret = element.matches('textarea, input:not([type="checkbox"], [type="radio"], [type="file"])');
  const isSeen = hasCaret || isRinged(style) || style.boxShadow !== 'none' || isRinged(around);
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const isMet = window.metByTab?.has(element) ?? false;
  window.metByTab?.add(element);
  return {
    text: text.replace(/\s+/g, ' '),
    name: `<${element.localName}> "${text.replace(/\s+/g, ' ').slice(0, 60)}"`,
    isSeen: isSeen && isOnScreen,
    isMet,
  };
})();
