import { expect, it } from 'vitest';
import { inlineScriptHashes } from './inline-scripts.js';

it('hashes what stands between the tags, byte for byte, and only scripts without a source', () => {
  const page = `<script src="/a.js" async=""></script><script>alert('Hello, world.');</script><script id="x" src="/b.js"></script>`;
  // The example of the CSP specification.
  expect(inlineScriptHashes([page, page])).toEqual(['sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=']);
});
