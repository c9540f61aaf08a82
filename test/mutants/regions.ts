/**
 * The regions of a file: function bodies, branches and the arms of expressions, each of which either runs or does not.
 * In marked text each region calls `__reached` with its name. Marked text is only bundled, never type-checked.
 */
import ts from 'typescript';

const logical = [
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
];

/** How a region is marked: where, the text inserted there, with `#` for the call, and the text put at its end. */
type Marks = readonly [at: number, before: string, after: string];

function marksOf(node: ts.Node): Marks | null {
  const { parent } = node;
  if (ts.isBlock(node)) return [node.getStart() + 1, ' #;', ''];
  if (ts.isCaseOrDefaultClause(node)) return [node.statements.pos, ' #;', ''];
  const isBranch = ts.isIfStatement(parent) || ts.isIterationStatement(parent, false);
  if (isBranch && ts.isStatement(node)) return [node.getStart(), '{ #; ', ' }'];
  const isPart =
    (ts.isArrowFunction(parent) && parent.body === node) ||
    (ts.isConditionalExpression(parent) && (parent.whenTrue === node || parent.whenFalse === node)) ||
    (ts.isBinaryExpression(parent) && parent.right === node && logical.includes(parent.operatorToken.kind));
  return isPart ? [node.getStart(), '(#, ', ')'] : null;
}

/** The name of the innermost region that contains all of this range. */
export function regionOf(path: string, file: ts.SourceFile, start: number, end: number): string {
  let name = `${path}:module`;
  const visit = (node: ts.Node): void => {
    if (start < node.getStart() || end > node.getEnd()) return;
    if (marksOf(node)) name = `${path}:${node.getStart()}`;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return name;
}

/** The file's text with a call in each region. */
export function marked(path: string, file: ts.SourceFile): string {
  const inserted: (readonly [at: number, text: string])[] = [];
  const visit = (node: ts.Node): void => {
    const marks = marksOf(node);
    if (marks) {
      const [at, before, after] = marks;
      inserted.push(
        [at, before.replace('#', `__reached('${path}:${node.getStart()}')`)],
        [node.getEnd(), after],
      );
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  inserted.sort(([a], [b]) => b - a);
  const whole = inserted.reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), file.text);
  return `${whole}\n__reached('${path}:module');\n`;
}
