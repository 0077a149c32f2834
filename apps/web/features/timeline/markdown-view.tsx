import { parseMessage, textOfInlines, type Block, type Inline, type ListItem } from '@parley/core';
import { useTranslations } from 'next-intl';
import { createContext, use, useMemo } from 'react';
import { chatLink } from './chat-link';
import { MentionView, type MentionData } from './mention-view';
import { trueHost } from './true-host';

const Mentions = createContext<readonly MentionData[]>([]);

/** A text as it was meant. Its tree has no markup of its own to run, and React escapes every text in it. */
export function MarkdownView({ text, mentions }: { text: string; mentions: readonly MentionData[] }) {
  const blocks = useMemo(() => parseMessage(text, mentions), [text, mentions]);
  return (
    <Mentions value={mentions}>
      <Blocks blocks={blocks} />
    </Mentions>
  );
}

// The parts of a text never change their order: their places are their keys.
function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p dir="auto" className="[unicode-bidi:plaintext]">
          <Inlines nodes={block.children} />
        </p>
      );
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'quote':
      return (
        <blockquote className="my-1 border-l-2 border-edge pl-3 text-muted">
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list':
      return <List items={block.items} />;
  }
}

function List({ items }: { items: readonly ListItem[] }) {
  const numbered = items.some(({ number }) => number !== null);
  const Tag = numbered ? 'ol' : 'ul';
  return (
    <Tag className={numbered ? 'my-0.5 list-decimal pl-8 tabular-nums' : 'my-0.5 list-disc pl-6'}>
      {items.map(({ number, children }, index) => (
        <li key={index} value={number ?? undefined} className="marker:text-muted">
          <Blocks blocks={children} />
        </li>
      ))}
    </Tag>
  );
}

/** Long lines scroll within it; it can be reached by keyboard for that. */
function CodeBlock({ language, text }: { language: string | null; text: string }) {
  const t = useTranslations('timeline');
  const label = language === null ? t('code') : t('codeIn', { language });
  return (
    <figure className="my-1 overflow-hidden rounded-control border border-line bg-bg">
      {language !== null && (
        <figcaption aria-hidden className="px-3 pt-1.5 text-meta text-muted">
          {language}
        </figcaption>
      )}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable by keyboard, in every browser
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto px-3 py-2 font-mono text-[13px] leading-5 whitespace-pre -outline-offset-2"
      >
        <code dir="ltr">{text}</code>
      </pre>
    </figure>
  );
}

function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  return nodes.map((node, index) => <InlineView key={index} node={node} />);
}

function InlineView({ node }: { node: Inline }) {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'code':
      return (
        <code dir="ltr" className="rounded-[4px] bg-hover px-1 py-px font-mono text-[13px] ring-1 ring-line ring-inset">
          {node.text}
        </code>
      );
    case 'mention':
      return <Mentioned index={node.index} text={node.text} />;
    case 'link':
      return <Link href={node.href} nodes={node.children} />;
  }
}

function Mentioned({ index, text }: { index: number; text: string }) {
  const mention = use(Mentions)[index];
  return mention === undefined ? text : <MentionView mention={mention} text={text} />;
}

/**
 * Addresses open elsewhere, and the page they open learns nothing of this one; those of chats open here. Where one reads like another, it
 * says where it leads.
 */
function Link({ href, nodes }: { href: string; nodes: readonly Inline[] }) {
  const t = useTranslations('timeline');
  const text = textOfInlines(nodes);
  const host = trueHost(href, text);
  return (
    <a
      href={href}
      dir={text === href ? 'ltr' : 'auto'}
      title={href}
      {...(chatLink(href) ?? { target: '_blank', rel: 'noopener noreferrer' })}
      className="text-accent underline decoration-transparent underline-offset-2 hover:decoration-current"
    >
      <Inlines nodes={nodes} />
      {host !== null && (
        <bdi
          dir="ltr"
          className="ml-1 inline-block max-w-full rounded-[4px] px-1 text-meta text-muted ring-1 ring-edge ring-inset"
        >
          <span className="sr-only">{t('leadsTo')} </span>
          {host}
        </bdi>
      )}
    </a>
  );
}
