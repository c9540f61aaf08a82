import { describe, expect, it } from 'vitest';
import { type Inline, parseMrkdwn } from '../../../sandbox/page/client/block-kit/mrkdwn.ts';

/** What is drawn for this markup, in a short notation: `b(…)`, `link(url text)`. */
function drawn(markup: string): string {
  return parseMrkdwn(markup)
    .map(({ kind, children }) => {
      const inner = children.map(leaf).join('');
      return kind === 'paragraph' ? inner : `${kind}(${inner})`;
    })
    .join('|');
}

function leaf(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return `code(${inline.text})`;
    case 'bold':
    case 'italic':
    case 'strike':
      return `${inline.kind[0]}(${inline.children.map(leaf).join('')})`;
    case 'link':
      return `link(${inline.url} ${inline.text})`;
    case 'user':
    case 'channel':
    case 'usergroup':
      return `${inline.kind}(${inline.id})`;
    case 'broadcast':
      return `broadcast(${inline.range})`;
    case 'date':
      return `date(${inline.seconds} ${inline.format} ${inline.fallback})`;
    case 'break':
      return '/';
  }
}

describe('markup', () => {
  it.each([
    ['bold, italic and struck words', '*a b* _c_ ~d~', 'b(a b) i(c) s(d)'],
    ['marks within marks', '*a _b_ c*', 'b(a i(b) c)'],
    ['no marks within words', '2*3*4 snake_case_name a~b~c', '2*3*4 snake_case_name a~b~c'],
    ['no marks around spaces', '* a* _b _', '* a* _b _'],
    ['no marks over two lines', '*a\nb*', '*a/b*'],
    ['code as it stands', '`*a* &lt;b&gt;`', 'code(*a* <b>)'],
    ['preformatted text', 'x\n```\n*a*\n  b\n```\ny', 'x|pre(*a*\n  b\n)|y'],
    ['quotes', '&gt; a\n&gt; b\nc', 'quote(a/b)|c'],
    ['links', '<https://box.com/x?a=1&amp;b=2|the file>', 'link(https://box.com/x?a=1&b=2 the file)'],
    [
      'links without words',
      '<https://box.com> <mailto:a@b.com|a@b.com>',
      'link(https://box.com https://box.com) link(mailto:a@b.com a@b.com)',
    ],
    [
      'bare links, without the full stop',
      'See https://box.com/a.',
      'See link(https://box.com/a https://box.com/a).',
    ],
    ['bold links', '*<https://box.com|*x*>*', 'b(link(https://box.com *x*))'],
    [
      'mentions',
      '<@U1> <#C1|general> <!here> <!subteam^S1|@team>',
      'user(U1) channel(C1) broadcast(here) usergroup(S1)',
    ],
    ['dates', '<!date^1700000000^{date} at {time}|then>', 'date(1700000000 {date} at {time} then)'],
    [
      'known emoji, and unknown ones by name',
      ':tada: :sparkle_horse: 10:30:00',
      '🎉 :sparkle_horse: 10:30:00',
    ],
    ['entities, once', '&amp;lt;b&amp;gt; &lt;i&gt; &quot;', '&lt;b&gt; <i> &quot;'],
  ])('%s', (_what, markup, expected) => {
    expect(drawn(markup)).toBe(expected);
  });

  it('HTML is drawn as text', () => {
    const said = '&lt;script&gt;alert(1)&lt;/script&gt; <img src=x onerror=alert(1)>';
    expect(drawn(said)).toBe(
      '<script>alert(1)</script> link(img src=x onerror=alert(1) img src=x onerror=alert(1))',
    );
  });

  it('any markup is parsed in reasonable time', () => {
    // If the time grew exponentially with the length of the text, this would exceed the test's time limit.
    for (const piece of ['*_~', '*a ', '<', '`', ':a', '_*', '>```', '*`<~_']) parseMrkdwn(piece.repeat(300));
  });
});
