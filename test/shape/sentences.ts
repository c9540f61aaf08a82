/**
 * Finds sentences outside of `src/views/texts/`: all text for people must be there, so that another language is
 * another file. A string of four words or more counts as a sentence, unless it is only for the operator: logged,
 * thrown, or passed to an error's constructor.
 */
import ts from 'typescript';
import type { SourceFile } from './tree.ts';

const wordsOfASentence = 4;

/** Files that are not checked: the texts themselves, and a style sheet, whose words are not for people. */
const wordless = /^src\/views\/(texts\/|pages\/style\.ts$)/;

/** One line for each sentence in the folders that make what people read, outside the texts: file, line, and the sentence. */
export function misplacedSentences(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^src\/(app|features|slack|views|web)\//.test(path) && !wordless.test(path))
    .flatMap(sentencesOf);
}

function sentencesOf({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForTheOperator(node) || isWordList(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node))
      return;
    const words = wordsOf(node);
    if (words !== null && isSentence(words)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push(`${path}:${line}: "${words}" belongs in src/views/texts/en.ts`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text of a string or template, without its values; null for any other node. */
function wordsOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' … ');
}

function isSentence(text: string): boolean {
  return (
    text.split(/\s+/).filter((word) => /^\p{P}*\p{L}[\p{L}'’-]*\p{P}*$/u.test(word)).length >=
    wordsOfASentence
  );
}

/** Whether a string is a list of words that is split, and so is data. */
function isWordList(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) &&
    ts.isPropertyAccessExpression(node.parent) &&
    node.parent.name.text === 'split'
  );
}

function isForTheOperator(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return true;
  // A log line that is written without the logger.
  if (ts.isPropertyAssignment(node)) return node.name.getText() === 'msg';
  if (ts.isNewExpression(node)) return /(Error|Failure|Fault)$/.test(node.expression.getText());
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText();
  return called === 'super' || /(^|\.)(log|logger)\.(trace|debug|info|warn|error|fatal)$/.test(called);
}
