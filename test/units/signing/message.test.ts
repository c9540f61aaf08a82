import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/signing/message.ts';

const file = 'https://app.box.com/file/12345';
const folder = 'https://app.box.com/folder/7';
const toSign = 'https://app.box.com/sign/document/9f2c/a';

describe('the document of a message', () => {
  it.each([
    [`see <${file}|the lease>`, file],
    [`<${file}>.`, file],
    ['<https://acme.app.box.com/s/abc?x=1&amp;y=2>', 'https://acme.app.box.com/s/abc?x=1&y=2'],
    ['see app.box.com/s/abc', 'app.box.com/s/abc'],
    [`ticket 1234567, <https://example.com/1|one>, ${folder} and ${file}`, file],
    [`${toSign} or ${file}`, file],
    [`only ${folder}`, folder],
    [`only ${toSign}`, toSign],
    ['call 5550100 or 1234567', ''],
    ['<https://example.com/box.com/file/1>', ''],
    ['https://box.com.evil.example/file/1', ''],
    ['https://ana:pw@app.box.com/file/1', ''],
    ['', ''],
  ])('the document of %j is %j', (text, document) => {
    expect(readMessage(text, []).document).toBe(document);
  });

  it('blocks and attachments are searched only when the text has no document', () => {
    const other = 'https://app.box.com/file/67890';
    const link = { type: 'rich_text', elements: [{ elements: [{ type: 'link', url: other }] }] };
    expect(readMessage('no link', [link]).document).toBe(other);
    expect(readMessage(file, [link]).document).toBe(file);
    for (const key of ['text', 'title_link', 'from_url', 'original_url'])
      expect(readMessage('no link', [{ title: 'x', [key]: other }]).document).toBe(other);
    expect(readMessage('no link', [{ text: { type: 'mrkdwn', text: `<${other}|x>` } }]).document).toBe(other);
    expect(readMessage('no link', [{ image_url: other, thumb_url: other }]).document).toBe('');
  });

  it('people come from the text only, never from blocks', () => {
    const mention = { type: 'user', user_id: 'U9' };
    const read = readMessage('<@U1> and <mailto:bo@x.com|bo@x.com>, please', [
      { elements: [mention, { type: 'text', text: 'cy@x.com' }] },
    ]);
    expect(read).toMatchObject({ colleagues: ['U1'], others: ['bo@x.com'] });
  });

  it('any message is read, quickly', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.anything()), (text, rich) => void readMessage(text, rich)),
    );
    for (const unit of ['@', 'a@', '<', '(', '%2F', 'https://', 'a@b.com, ', `${file} `, '<@U1> ']) {
      const text = unit.repeat(60_000 / unit.length);
      expect(() => readMessage(text, [{ text }])).not.toThrow();
    }
  });
});
