import { expect, it } from 'vitest';
import { linkTarget, partsOf, pathOf } from '../../../sandbox/page/client/addresses.ts';

it('a badly encoded address can be read', () => {
  expect(partsOf('/slack/%/%E0%A4%A')).toEqual(['slack', '%', '%E0%A4%A']);
  expect(partsOf('/box/ana%40acme.com//file/12')).toEqual(['box', 'ana@acme.com', 'file', '12']);
});

it('an address is read back as it was made', () => {
  expect(pathOf('slack', 'gia@globex', 'contracts')).toBe('/slack/gia@globex/contracts');
  const odd = ['slack', 'a/b@c?d#e', '%40', 'ü'];
  expect(partsOf(pathOf(...odd))).toEqual(odd);
});

it.each(['javascript://box.com/%0aalert(1)', 'data:text/html,x', 'vbscript:x', 'blob:x', 'no address', ''])(
  'the link %s leads nowhere',
  (url) => expect(linkTarget(url)).toEqual({ href: '#', isHere: true }),
);

it.each([
  'https://box.com.evil.example/file/1',
  'https://evil.example/#.box.com',
  'http://app.box.com/file/1',
])('%s is no page of the sandbox’s Box', (url) =>
  expect(linkTarget(url)).toEqual({ href: url, isHere: false }),
);
