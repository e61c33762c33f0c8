import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from '../../static/js/state/controls.js';
import { glossary } from '../../static/js/words/glossary.js';

/** What is no word on the page: places, switches of what is drawn, and the question itself. */
const silent = ['input', 'series', 'file', 'module', 'file_name', 'file_nonlinearity', 'step'];
const view = ['speed', 'output', 'h_n', 'c_n', 'digits', 'merge', 'pin', 'gate', 'ask', 'rail'];

test('every parameter has its line, which names it or is a sentence', () => {
  const left = Object.keys(controls).filter((name) => ![...silent, ...view].includes(name));
  for (const name of left.filter((each) => each !== 'present')) {
    assert.match(glossary[name] ?? '', /\w.*\.$/, name);
  }
  for (const line of Object.values(glossary)) assert.ok(line.length < 100, line);
});
