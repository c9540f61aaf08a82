import { expect, it } from 'vitest';
import { linkTarget, partsOf, pathOf } from '../../../sandbox/page/client/addresses.ts';

it('reads an address that is badly encoded', () => {
  expect(partsOf('/slack/%/%E0%A4%A')).toEqual(['slack', '%', '%E0%A4%A']);
  expect(partsOf('/box/ana%40acme.com//file/12')).toEqual(['box', 'ana@acme.com', 'file', '12']);
});

it('makes an address that is read back as it was', () => {
  expect(pathOf('slack', 'gia@globex', 'contracts')).toBe('/slack/gia@globex/contracts');
  const odd = ['slack', 'a/b@c?d#e', '%40', 'ü'];
  expect(partsOf(pathOf(...odd))).toEqual(odd);
});

it.each(['javascript://box.com/%0aalert(1)', 'data:text/html,x', 'vbscript:x', 'blob:x', 'no address', ''])(
  '%s leads nowhere',
  (url) => expect(linkTarget(url)).toEqual({ href: '#', isHere: true }),
);

it.each([
  'https://box.com.evil.example/file/1',
  'https://evil.example/#.box.com',
  'http://app.box.com/file/1',
])('%s is no page of Box here', (url) => expect(linkTarget(url)).toEqual({ href: url, isHere: false }));
