import ts from 'typescript';
import { importedNames, isCode, isServer, isTest, walk, type Fault, type Rule, type SourceText } from '../rule.ts';

const OWN_DECORATORS = new Set(['Handles', 'Public']);
const DECORATOR_PACKAGES = /^(@nestjs\/|nestjs-)/;
const PRISMA_CALL =
  /^(find(Many|First|Unique)(OrThrow)?|create(Many)?(AndReturn)?|update(Many)?(AndReturn)?|upsert|delete(Many)?)$/;
/** What a repo may take from the wire: ids, counters, kinds, limits and the error class, but no shape. */
const NOT_A_SHAPE = /(Id|Ids|Kind|Role)$|^(Counter|Millis|ParleyError)$|^[A-Z][A-Z0-9_]*$/;
const SUFFIX = 'access|repo|view|controller|gateway|worker|module|service|port|filter|guard|pipe|decorator|test';
const FILE_NAME = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${SUFFIX}))*\\.ts$`);

function decoratorName(decorator: ts.Decorator): string {
  const { expression } = decorator;
  return (ts.isCallExpression(expression) ? expression.expression : expression).getText();
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
}

function* ownDecorators(file: SourceText): Generator<Fault> {
  const known = new Set([...importedNames(file, (module) => DECORATOR_PACKAGES.test(module))].map((n) => n.name.text));
  for (const node of walk(file.tree)) {
    for (const decorator of decoratorsOf(node)) {
      const name = decoratorName(decorator);
      if (known.has(name) || OWN_DECORATORS.has(name)) continue;
      yield { line: file.lineOf(decorator), message: `@${name} is our own; only @Handles(job) and @Public() are` };
    }
  }
}

function* inheritingProviders(file: SourceText): Generator<Fault> {
  for (const node of walk(file.tree)) {
    if (!ts.isClassDeclaration(node)) continue;
    const inherits = node.heritageClauses?.some((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
    if (inherits && decoratorsOf(node).some((d) => decoratorName(d) === 'Injectable')) {
      yield { line: file.lineOf(node), message: 'commands and services share by calling, not by inheriting' };
    }
  }
}

function addsToQueue(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return /^add(Bulk)?$/.test(node.expression.name.text) && /queue/i.test(node.expression.expression.getText());
}

/** An `include` at the top of the options of a Prisma call: it takes every column, and more of them with each release. */
function includesRelation(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'include') return false;
  const call = node.parent.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    PRISMA_CALL.test(call.expression.name.text)
  );
}

const send = 'apps/server/src/message/send-message.ts';
const repo = 'apps/server/src/message/message.repo.ts';

export const serverRules: readonly Rule[] = [
  {
    name: 'queue-add-in-outbox-only',
    appliesTo: (path) => isServer(path) && !path.includes('/outbox/') && !path.endsWith('.worker.ts'),
    *check(file) {
      for (const node of walk(file.tree)) {
        if (addsToQueue(node)) {
          yield {
            line: file.lineOf(node),
            message: 'commit an outbox row: a job is enqueued from there, after the commit',
          };
        }
      }
    },
    good: [
      { path: send, text: 'this.waiting.add(key);' },
      { path: 'apps/server/src/outbox/sweeper.ts', text: 'await this.queue.add(name, data);' },
      { path: 'apps/server/src/message/message.worker.ts', text: 'await this.queue.add(name, data);' },
    ],
    bad: [
      { path: send, text: 'await this.queue.add(name, data);' },
      { path: send, text: 'await fanoutQueue.addBulk(jobs);' },
    ],
  },
  {
    name: 'no-http-exception',
    appliesTo: (path) => isServer(path) && !/^apps\/server\/src\/(http|roles)\//.test(path),
    *check(file) {
      for (const name of importedNames(file, (module) => module === '@nestjs/common')) {
        if (!(name.propertyName ?? name.name).text.endsWith('Exception')) continue;
        yield {
          line: file.lineOf(name),
          message: "throw ParleyError with a code; which status it is isn't known here",
        };
      }
    },
    good: [
      { path: send, text: "import { Injectable } from '@nestjs/common';" },
      { path: 'apps/server/src/http/error.filter.ts', text: "import { HttpException } from '@nestjs/common';" },
    ],
    bad: [{ path: send, text: "import { BadRequestException } from '@nestjs/common';" }],
  },
  {
    name: 'no-own-decorators',
    appliesTo: isServer,
    check: ownDecorators,
    good: [
      { path: send, text: "import { Injectable } from '@nestjs/common';\n@Injectable() export class SendMessage {}" },
      { path: send, text: "class Jobs { @Handles('fanout') run() {} }" },
    ],
    bad: [{ path: send, text: "import { Cached } from '../cache.js';\nclass A { @Cached() read() {} }" }],
  },
  {
    name: 'no-base-class',
    appliesTo: isServer,
    check: inheritingProviders,
    good: [
      { path: send, text: '@Injectable() export class SendMessage implements Command {}' },
      { path: send, text: 'export class Refused extends Error {}' },
    ],
    bad: [{ path: send, text: '@Injectable() export class SendMessage extends BaseCommand {}' }],
  },
  {
    name: 'select-not-include',
    appliesTo: (path) => isServer(path) || (isCode(path) && path.startsWith('packages/db/') && !isTest(path)),
    *check(file) {
      for (const node of walk(file.tree)) {
        if (includesRelation(node)) yield { line: file.lineOf(node), message: 'select the columns that are needed' };
      }
    },
    good: [
      { path: repo, text: 'await tx.message.findMany({ where, select: { seq: true } });' },
      { path: repo, text: 'const options = { include: files };' },
    ],
    bad: [{ path: repo, text: 'await tx.message.findMany({ where, include: { sender: true } });' }],
  },
  {
    name: 'repo-without-wire-shapes',
    appliesTo: (path) => isServer(path) && path.endsWith('.repo.ts'),
    *check(file) {
      for (const name of importedNames(file, (module) => module.startsWith('@parley/contract'))) {
        const imported = (name.propertyName ?? name.name).text;
        if (NOT_A_SHAPE.test(imported)) continue;
        yield {
          line: file.lineOf(name),
          message: `${imported} is a wire shape; a repo returns rows, a view maps them`,
        };
      }
    },
    good: [
      { path: repo, text: "import { type Id, type ConversationId, ParleyError, MAX_TEXT } from '@parley/contract';" },
    ],
    bad: [{ path: repo, text: "import type { Message } from '@parley/contract';" }],
  },
  {
    name: 'file-name',
    appliesTo: (path) => isCode(path) && path.startsWith('apps/server/src/'),
    *check(file) {
      if (FILE_NAME.test(file.path.slice(file.path.lastIndexOf('/') + 1))) return;
      yield { line: 1, message: `kebab-case and a suffix of the list (${SUFFIX.replaceAll('|', ', ')})` };
    },
    good: [send, repo, 'apps/server/src/message/message.repo.test.ts'].map((path) => ({ path, text: '' })),
    bad: ['apps/server/src/message/sendMessage.ts', 'apps/server/src/message/message.helper.ts'].map((path) => ({
      path,
      text: '',
    })),
  },
];
