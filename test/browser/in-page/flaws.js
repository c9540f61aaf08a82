/**
 * Runs in the page. Returns a line for each thing on the current screen that some people could not read, reach or
 * press. Evaluated as one expression, so it imports nothing.
 */
(() => {
  const flaws = [];
  const shown = [...document.querySelectorAll('body *')].filter((element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
  );
  const named = (element) => {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '')
      .trim()
      .replace(/\s+/g, ' ');
    return `<${element.localName}${element.className && typeof element.className === 'string' ? ` class="${element.className}"` : ''}> "${text.slice(0, 60)}"`;
  };

  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  // A colour is drawn on a canvas, which understands every colour notation.
  const pixel = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const over = (top, bottom) =>
    top.rgb.map((part, index) => part * top.alpha + bottom[index] * (1 - top.alpha));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      // The background is a picture, so the colour at this place cannot be determined.
      if (style.backgroundImage !== 'none' || at.localName === 'canvas') return null;
      const layer = pixel(style.backgroundColor);
      if (layer.alpha > 0) layers.push(layer);
      if (layer.alpha === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), pixel('Canvas').rgb);
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ownText = (element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '',
    );

  // Whether a text is for screen readers only: it has no size on the screen.
  const isUnseen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width <= 1 || height <= 1;
  };

  for (const element of shown) {
    const style = getComputedStyle(element);
    const isDisabled = element.matches(':disabled, [aria-disabled="true"], :disabled *');
    if (
      ownText(element) &&
      !isDisabled &&
      !isUnseen(element) &&
      !element.closest('svg, noscript, [aria-hidden="true"]')
    ) {
      const below = ground(element);
      const ink = pixel(style.color);
      const colour = below && light(over(ink, below));
      const behind = below && light(below);
      const contrast = below && (Math.max(colour, behind) + 0.05) / (Math.min(colour, behind) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      // A transparent text is shown only on hover.
      if (ink.alpha > 0 && below && contrast < (isLarge ? 3 : 4.5)) {
        flaws.push(`${named(element)} has a contrast of ${contrast.toFixed(2)}`);
      }
    }
    if (element.tabIndex > 0) flaws.push(`${named(element)} has a tabindex above 0`);
    if (element.localName === 'img' && !element.hasAttribute('alt'))
      flaws.push(`${named(element)} has no alt`);
    if (
      element.matches('[role="dialog"], dialog') &&
      element.ariaModal !== 'true' &&
      !element.matches(':modal')
    ) {
      flaws.push(`${named(element)} is a dialog that lets the rest be reached`);
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index)))
    flaws.push(`two have the id ${id}`);
  for (const element of document.querySelectorAll(
    '[aria-labelledby], [aria-describedby], [aria-controls], label[for]',
  )) {
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
      for (const id of (element.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean)) {
        const isClosed = element.getAttribute('aria-expanded') === 'false';
        if (!document.getElementById(id) && !isClosed)
          flaws.push(`${named(element)} has ${attribute}="${id}", which is nowhere`);
      }
    }
  }
  if (document.querySelectorAll('main').length !== 1) flaws.push('there is not one main part');
  if (document.title.trim() === '') flaws.push('the page has no title');

  const isNarrow = innerWidth < 600;
  if (document.documentElement.scrollWidth > innerWidth) {
    flaws.push(
      `the page is ${document.documentElement.scrollWidth} pixels wide in a window of ${innerWidth}`,
    );
  }
  const controls =
    'button, select, input:not([type="hidden"]), textarea, [role="button"], [role="option"], nav a';
  for (const element of isNarrow ? shown.filter((each) => each.matches(controls)) : []) {
    // A checkbox's label is part of its touch target.
    const parts = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
    const height = Math.max(...parts.map((part) => part.height));
    const width = Math.max(...parts.map((part) => part.width));
    const isHidden = parts[0].width <= 1 || parts[0].height <= 1;
    // A field on a document is only as large as the document allows.
    const least = element.closest('.pdf-page') ? 24 : 35.5;
    if (!isHidden && (height < least || width < 24)) {
      flaws.push(
        `${named(element)} is ${Math.round(width)} by ${Math.round(height)} pixels, too small for a finger`,
      );
    }
  }
  return [...new Set(flaws)];
})();
