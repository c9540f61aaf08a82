/**
 * Runs in the page. Describes how an element and its content look: one line for each text with its size and colours,
 * and one for each surface with its own colour or border. Line lengths and letter shapes are left out, because fonts
 * differ between machines.
 */
(element) => {
  const lines = [];
  const surface = ({ backgroundColor, borderTopColor, borderTopWidth, borderTopStyle, borderRadius }) => {
    const isClear = /, 0\)$|^transparent$/.test(backgroundColor);
    const border =
      borderTopStyle === 'none' ? '' : `border ${borderTopWidth} ${borderTopStyle} ${borderTopColor}`;
    const parts = [isClear ? '' : `on ${backgroundColor}`, border];
    const said = parts.filter(Boolean).join(', ');
    return said && borderRadius !== '0px' ? `${said}, round ${borderRadius}` : said;
  };
  const visit = (at, depth) => {
    const style = getComputedStyle(at);
    if (!at.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return;
    const indent = '  '.repeat(depth);
    const look = surface(style);
    const isMarked = look !== '';
    if (isMarked) lines.push(`${indent}[${look}]`);
    const held = at.matches('input:not([type="checkbox"], [type="radio"]), textarea')
      ? at.value || at.placeholder
      : '';
    const ticked = at.matches('input[type="checkbox"], input[type="radio"]')
      ? at.checked
        ? '(x)'
        : '( )'
      : '';
    const texts = [...at.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const own = [held, ticked, texts.map(({ textContent }) => textContent).join(' ')]
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim();
    const font = `${style.fontSize} ${style.fontWeight} ${style.color}`;
    if (own !== '') lines.push(`${indent}${own} {${font}}`);
    for (const child of at.children) visit(child, depth + (isMarked ? 1 : 0));
  };
  visit(element, 0);
  return lines.join('\n');
};
