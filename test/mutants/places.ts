/**
 * Where `src` can be changed, and into what. Each kind of change is a mistake that a developer could make. Log calls
 * and types are left out.
 */
import ts from 'typescript';

/** A small change to a file that tests should notice. */
export interface Mutation {
  readonly kind: string;
  /** The file's path from the project's root. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** The text that replaces the text between `start` and `end`. */
  readonly by: string;
}

type Change = Pick<Mutation, 'start' | 'end' | 'by'>;
type Kind = (node: ts.Node, checker: ts.TypeChecker) => readonly Change[];

/** For each comparison, the one that replaces it. */
const swappedComparison: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
};

/** The kinds of mistakes: each is a function that returns the changes which it would make to a node. */
const kinds: Readonly<Record<string, Kind>> = {
  'condition negated': (node) =>
    ts.isIfStatement(node) || ts.isWhileStatement(node) ? [negated(node.expression)] : [],
  'comparison turned': (node) => operatorOf(node, (operator) => swappedComparison[operator]),
  'and for or': (node) => operatorOf(node, (operator) => ({ '&&': '||', '||': '&&' })[operator]),
  'awaited call left out': (node) =>
    ts.isExpressionStatement(node) && ts.isAwaitExpression(node.expression) ? [replaced(node, ';')] : [],
  'function that does nothing': (node, checker) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || !ts.isBlock(node.body)) return [];
    const returned = checker.getSignatureFromDeclaration(node)?.getReturnType();
    const result = returned && (checker.getAwaitedType(returned) ?? returned);
    const start = node.body.getStart() + 1;
    return result && result.flags & ts.TypeFlags.Void ? [{ start, end: start, by: ' return;' }] : [];
  },
  'constant changed': (node) => {
    if (ts.isNumericLiteral(node)) return [replaced(node, `(${node.text} + 1)`)];
    if (node.kind === ts.SyntaxKind.TrueKeyword) return [replaced(node, 'false')];
    if (node.kind === ts.SyntaxKind.FalseKeyword) return [replaced(node, 'true')];
    if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return [];
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    return isKey || isMessageOfError(node) ? [] : [replaced(node, node.text === '' ? "'x'" : "''")];
  },
  'branches swapped': (node) =>
    ts.isConditionalExpression(node)
      ? [
          {
            start: node.whenTrue.getStart(),
            end: node.whenFalse.getEnd(),
            by: `${node.whenFalse.getText()} : ${node.whenTrue.getText()}`,
          },
        ]
      : [],
  'fallback changed': (node) =>
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
      ? [replaced(node, `(${node.left.getText()})!`), replaced(node, `(${node.right.getText()})`)]
      : [],
  'element left out': (node) => {
    if (ts.isArrayLiteralExpression(node)) return eachLeftOut(node.elements);
    return ts.isObjectLiteralExpression(node) ? eachLeftOut(node.properties) : [];
  },
  'other value returned': (node, checker) => {
    const isBody = ts.isArrowFunction(node.parent) && node.parent.body === node && ts.isExpression(node);
    const isReturned = ts.isReturnStatement(node.parent) && ts.isExpression(node);
    return isBody || isReturned ? otherValues(node, checker) : [];
  },
};

/** All mutations of a file, whether they compile or not. */
export function mutationsOf(path: string, file: ts.SourceFile, checker: ts.TypeChecker): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isLogCall(node)) return;
    for (const [kind, changesOf] of Object.entries(kinds)) {
      found.push(...changesOf(node, checker).map((change) => ({ kind, path, ...change })));
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

function replaced(node: ts.Node, by: string): Change {
  return { start: node.getStart(), end: node.getEnd(), by };
}

function negated(node: ts.Node): Change {
  return replaced(node, `!(${node.getText()})`);
}

function operatorOf(node: ts.Node, other: (operator: string) => string | undefined): readonly Change[] {
  if (!ts.isBinaryExpression(node)) return [];
  const by = other(node.operatorToken.getText());
  return by === undefined ? [] : [replaced(node.operatorToken, by)];
}

/** The list with one of its elements left out, for each of them in turn. */
function eachLeftOut(all: ts.NodeArray<ts.Node>): readonly Change[] {
  return all.map((node, index) => {
    const [before, after] = [all[index - 1], all[index + 1]];
    if (after) return { start: node.getStart(), end: after.getStart(), by: '' };
    return { start: before?.getEnd() ?? node.getStart(), end: node.getEnd(), by: '' };
  });
}

/** Other values of the same type that the function could return. */
function otherValues(node: ts.Expression, checker: ts.TypeChecker): readonly Change[] {
  const type = checker.getTypeAtLocation(node);
  if (
    type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Union) &&
    checker.isTypeAssignableTo(type, checker.getBooleanType())
  )
    return [negated(node)];
  const expected = checker.getContextualType(node) ?? type;
  const fits = (other: ts.Type): boolean => checker.isTypeAssignableTo(other, expected);
  const values = [
    ...(fits(checker.getNullType()) ? ['null'] : []),
    ...(fits(checker.getUndefinedType()) ? ['undefined'] : []),
    ...(fits(checker.getStringType()) ? ["''"] : []),
    ...(fits(checker.getNumberType()) ? ['0'] : []),
    ...(checker.isArrayType(type) ? ['[]'] : []),
  ];
  return values.filter((value) => value !== node.getText()).map((value) => replaced(node, value));
}

/** Whether this is a log call, such as `services.log.warn(…)`. */
function isLogCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /\blog\.(debug|info|warn|error|fatal)$/.test(node.expression.getText());
}

function isMessageOfError({ parent }: ts.Node): boolean {
  return ts.isNewExpression(parent) && /(Error|Failure|Fault)$/.test(parent.expression.getText());
}
