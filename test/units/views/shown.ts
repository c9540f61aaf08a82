/** Writes blocks as a person sees them, line by line: dates by their fallback text, buttons in brackets. */
type Part = Readonly<Record<string, unknown>>;

const parts = (value: unknown): Part[] => (Array.isArray(value) ? value : []);
const string = (value: unknown) => (typeof value === 'string' ? value : '');

/** The visible lines in the blocks of a message or view. */
export function shown(blocks: readonly unknown[]): string[] {
  return parts(blocks).flatMap(lines);
}

/** The labels of everything that can be pressed. */
export function buttons(blocks: readonly unknown[]): string[] {
  return shown(blocks).flatMap((line) => [...line.matchAll(/\[([^\]]+)\]/g)].map((found) => found[1] ?? ''));
}

function lines(block: Part): string[] {
  const elements = parts(block['elements']);
  switch (block['type']) {
    case 'rich_text':
      return elements.map((line) => parts(line['elements']).map(leaf).join(''));
    case 'context':
      return [elements.map((element) => text(element)).join(' ')];
    case 'actions':
      return [elements.map(control).join(' ')];
    case 'section':
      return [[text(block['text'] as Part), control(block['accessory'] as Part)].filter(Boolean).join(' ')];
    default:
      return [`${text(block['label'] as Part)}: ${JSON.stringify(block['element'])}`];
  }
}

const leaf = (part: Part) => string(part['text']) || string(part['fallback']);
const text = (part: Part | undefined) => string(part?.['text']).replace(/<!date\^[^|]*\|([^>]*)>/g, '$1');
/** A button as its label in brackets; an overflow menu as its options. */
function control(part: Part | undefined): string {
  if (part?.['type'] === 'overflow') {
    const choices = parts(part['options']).map((choice) => text(choice['text'] as Part));
    return `⋯ ${choices.map((choice) => `[${choice}]`).join(' ')}`;
  }
  return part ? `[${text(part['text'] as Part)}]` : '';
}
