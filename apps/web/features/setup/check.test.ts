import { expect, it } from 'vitest';
import { setupFaults } from './check';

const good = { orgName: '示例公司', name: '王小明', login: 'xiaoming.wang', password: 'correct horse' };

it('lets a good form pass', () => {
  expect(setupFaults(good)).toEqual({});
});

it('names each fault', () => {
  expect(setupFaults({ orgName: ' ', name: '', login: 'Xiao Ming', password: 'short' })).toEqual({
    orgName: 'required',
    name: 'required',
    login: 'loginRule',
    password: 'passwordRule',
  });
});

it('tells a name that is missing from one that has what no name has', () => {
  expect(setupFaults({ ...good, orgName: '\u200b', name: '王\u202e小明' })).toEqual({
    orgName: 'required',
    name: 'nameRule',
  });
});
