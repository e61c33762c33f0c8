import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlOf, controls, defaults, expected, parse } from '../../static/js/state/controls.js';

test('every default is a value that its control can have', () => {
  for (const [name, control] of Object.entries(controls)) {
    assert.equal(parse(control, String(control.value)), control.value, name);
    assert.equal(defaults()[name], control.value);
  }
});

test('defaults are made anew, so that nobody changes another’s', () => {
  defaults().cell = 'gru';
  assert.equal(defaults().cell, 'rnn');
});

test('an error’s field leads to the control that has it', () => {
  const random = { ...defaults(), input: 'random' };
  for (const [name, { field }] of Object.entries(controls)) {
    const scene = name === 'packed' ? defaults() : random;
    if (field) assert.equal(controlOf(field, scene), name);
  }
});

test('a field below a control leads to it, any other field to none', () => {
  assert.equal(controlOf('weights.name', defaults()), 'weights');
  assert.equal(controlOf('input.kind', defaults()), 'input');
  assert.equal(controlOf('lengths.1', { ...defaults(), input: 'random' }), 'lengths');
  assert.equal(controlOf('h_0', defaults()), null);
  assert.equal(controlOf(null, defaults()), null);
});

test('words for what a control takes name its ends or its choices', () => {
  assert.ok(controls.num_layers && controls.cell && controls.bias);
  assert.equal(expected(controls.num_layers), 'a whole number from 1 to 4');
  assert.equal(expected(controls.cell), 'one of rnn, lstm, gru');
  assert.equal(expected(controls.bias), 'true or false');
});

test('what is wrong with an input as a whole is told where it was typed', () => {
  assert.equal(controlOf('input', defaults()), 'text');
  assert.equal(controlOf('input', { ...defaults(), input: 'series', series: 'csv' }), 'csv');
});
