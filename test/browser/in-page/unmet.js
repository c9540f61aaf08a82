/**
 * Runs in the page. Names every element that Tab should come to and did not: `metByTab` holds what it came to. Where a
 * modal dialog is open, only its elements count: it keeps Tab inside.
 */
(() => {
  const met = [...window.metByTab];
  const within = [...document.querySelectorAll(':modal, [aria-modal="true"]')].at(-1) ?? document;
  // Tab comes to a group of radio buttons once.
  const isMet = (element) =>
    met.includes(element) ||
    (element.type === 'radio' && met.some(({ type, name }) => type === 'radio' && name === element.name));
  return [...within.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(
      (element) => element.tabIndex >= 0 && !element.matches(':disabled') && !element.closest('[inert]'),
    )
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !isMet(element))
    .map((element) => `<${element.localName}> "${(element.ariaLabel ?? element.textContent).slice(0, 60)}"`);
})();
