import ts from 'typescript';

export interface Fault {
  readonly line: number;
  readonly message: string;
}

/** One file as the rules see it; parsed only when a rule asks for the tree. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  #tree: ts.SourceFile | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  get lines(): string[] {
    return this.text.split('\n');
  }

  get tree(): ts.SourceFile {
    this.#tree ??= ts.createSourceFile(this.path, this.text, ts.ScriptTarget.ESNext, true);
    return this.#tree;
  }

  lineOf(node: ts.Node): number {
    return this.tree.getLineAndCharacterOfPosition(node.getStart(this.tree)).line + 1;
  }

  linesOf(node: ts.Node): number {
    return this.tree.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - this.lineOf(node);
  }
}

interface Example {
  readonly path: string;
  readonly text: string;
}

/**
 * A rule that the linter can't express. The examples are run as tests: each bad one must be reported by this rule,
 * each good one must not.
 */
export interface Rule {
  readonly name: string;
  readonly appliesTo: (path: string) => boolean;
  readonly check: (file: SourceText) => Iterable<Fault>;
  /** Whether a line may be excused by `// lint-allow <rule> -- <reason>` above it; budgets may not. */
  readonly excusable?: boolean;
  readonly good: readonly Example[];
  readonly bad: readonly Example[];
}

/** What a rule reports of a file, without what a reason excuses. */
export function faultsOf(rule: Rule, file: SourceText): Fault[] {
  const faults = rule.appliesTo(file.path) ? [...rule.check(file)] : [];
  if (!rule.excusable) return faults;
  const excuse = new RegExp(`// lint-allow ${rule.name} -- \\S`);
  return faults.filter((fault) => !excuse.test(file.lines[fault.line - 2] ?? ''));
}

export const isCode = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/');
export const isServer = (path: string): boolean => isCode(path) && path.startsWith('apps/server/src/') && !isTest(path);

/** Every node below, in reading order. */
export function* walk(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* walk(child);
  }
}

/** The names that a file imports from a module whose specifier passes the test, with their nodes. */
export function* importedNames(file: SourceText, from: (module: string) => boolean): Generator<ts.ImportSpecifier> {
  for (const statement of file.tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || !from(statement.moduleSpecifier.text)) continue;
    yield* bindings.elements;
  }
}
