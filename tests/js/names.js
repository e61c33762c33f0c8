// What frameworks call a run's tensors, as the server tells it, of any size, without a server.

/** @typedef {import('../../static/js/types.js').Tensor} Tensor */
/** @typedef {import('../../static/js/types.js').Names} Names */

/**
 * @param {import('../../static/js/types.js').Summary} s
 * @returns {Record<string, Names>}
 */
export function frameworks({ T, B, L, D, H, P, states, axes, directions }) {
  const batchFirst = axes.x?.[0] === 'B';
  /** @type {Record<string, number>} */
  const lengths = { T, B, D, L·D: L * D, H, P, D·H: D * H, D·P: D * P };
  const top = directions.map((direction) => /** @type {const} */ (['h', L - 1, direction]));
  const layers = [...Array(L).keys()];
  /** @type {(name: string, of: readonly (readonly [string, number, number])[], when: Tensor['when'], join: Tensor['join'], axes: string[]) => Tensor} */
  const tensor = (name, of, when, join, axes) => ({
    name,
    says: name,
    shape: axes.map((axis) => lengths[axis] ?? 0),
    axes,
    states: of.map(([state, layer, direction]) => [state, layer, direction]),
    when,
    join,
  });
  /** @param {Tensor[]} tensors @returns {Names} */
  const named = (tensors) => ({ tensors, code: 'import torch', refused: '' });
  const h = P === H ? 'H' : 'P';
  const ahead = batchFirst ? ['B', 'T'] : ['T', 'B'];
  /** @param {string} state */
  const all = (state) =>
    layers.flatMap((layer) =>
      directions.map((direction) => /** @type {const} */ ([state, layer, direction])),
    );
  /** @param {Tensor['join']} join */
  const keras = (join) => {
    const units = join === 'concat' && D === 2 ? 'D·H' : 'H';
    const when = D === 2 ? 'each' : directions[0] ? 'turned' : 'held';
    return named([
      tensor('outputs', top, when, join, ['B', 'T', units]),
      tensor('output', top, 'last', join, ['B', units]),
      ...states.flatMap((state) =>
        all(state).map((of) => tensor(of.join(), [of], 'last', 'concat', ['B', 'H'])),
      ),
      ...(D === 2 ? [tensor('backward', top.slice(1), 'turned', 'concat', ['B', 'T', 'H'])] : []),
    ]);
  };
  return {
    pytorch: named([
      tensor('output', top, 'each', 'concat', [...ahead, `D·${h}`]),
      ...states.map((state) =>
        tensor(`${state}_n`, all(state), 'last', 'stack', ['L·D', 'B', state === 'h' ? h : 'H']),
      ),
    ]),
    ...(P === H ? { keras: keras('concat') } : {}),
    ...(P === H && D === 2 ? { 'keras-sum': keras('sum') } : {}),
    ...(P === H
      ? {
          onnx: named([
            tensor(
              'Y',
              top,
              'each',
              'stack',
              batchFirst ? ['B', 'T', 'D', 'H'] : ['T', 'D', 'B', 'H'],
            ),
            ...states.flatMap((state) =>
              layers.map((layer) =>
                tensor(
                  `Y_${state}_l${layer}`,
                  all(state).filter(([, of]) => of === layer),
                  'last',
                  'stack',
                  batchFirst ? ['B', 'D', 'H'] : ['D', 'B', 'H'],
                ),
              ),
            ),
          ]),
        }
      : {}),
  };
}
