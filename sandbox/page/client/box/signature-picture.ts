/** Draws a typed name as handwriting, in the fonts of the person's own machine, so that any letters work. */

/** Handwriting fonts of the common systems, and the browser's default for others. */
export const handwriting =
  '"Segoe Script", "Bradley Hand", "Snell Roundhand", "URW Chancery L", "Comic Sans MS", cursive';

const SIZE = 64;
const PADDING = 12;
const MAX_WIDTH = 900;

/** The name as a PNG in base64, on a transparent background. */
export function pictureOf(name: string): string {
  const canvas = document.createElement('canvas');
  const font = `italic ${SIZE}px ${handwriting}`;
  const measured = canvas.getContext('2d');
  if (measured === null) throw new Error('this browser cannot draw');
  measured.font = font;
  const wide = measured.measureText(name).width;
  canvas.width = Math.min(MAX_WIDTH, Math.ceil(wide) + 2 * PADDING);
  canvas.height = SIZE * 1.6;
  // Resizing a canvas clears it and resets its font.
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('this browser cannot draw');
  pen.font = font;
  pen.fillStyle = '#12337f';
  pen.textBaseline = 'middle';
  pen.fillText(name, PADDING, canvas.height / 2, canvas.width - 2 * PADDING);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}
