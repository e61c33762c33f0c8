// Plots as Plotly's own specs: plain data, so that a test can read them.

/**
 * @typedef {object} Course the units of a row of cells over time
 * @property {number[]} t
 * @property {number[][]} values (T, H)
 * @property {string} state
 */

/** @typedef {{paper: string, ink: string, grid: string, scale: [number, string][]}} Look */

// Colours mean values and tensors here, so lines differ by their dashes.
const dashes = ['solid', 'dot', 'dash', 'longdash', 'dashdot'];

/**
 * @param {Course} course
 * @param {'map'|'lines'} kind
 * @param {number} range
 * @param {number|null} first the year of t = 0
 * @param {Look} look
 */
export function figureOf({ t, values, state }, kind, range, first, look) {
  const x = first === null ? t : t.map((step) => step + first);
  const units = values[0]?.length ?? 0;
  const axis = { gridcolor: look.grid, zerolinecolor: look.grid };
  const layout = {
    paper_bgcolor: look.paper,
    plot_bgcolor: look.paper,
    font: { color: look.ink, family: 'system-ui, sans-serif', size: 12 },
    margin: { l: 56, r: 16, t: 12, b: 44 },
    showlegend: kind === 'lines' && units <= 16,
    hovermode: 'closest',
    xaxis: { ...axis, title: { text: first === null ? 't' : 'year' } },
    yaxis: { ...axis, title: { text: kind === 'map' ? 'unit' : state } },
  };
  if (kind === 'lines') {
    const data = Array.from({ length: units }, (_, unit) => ({
      type: 'scatter',
      mode: 'lines',
      name: `${state}[${unit}]`,
      x,
      y: values.map((row) => row[unit] ?? null),
      line: { color: look.ink, dash: dashes[unit % dashes.length], width: 1.2 },
      opacity: 1 - 0.6 * (unit / units),
    }));
    return { data, layout };
  }
  const map = {
    type: 'heatmap',
    x,
    y: Array.from({ length: units }, (_, unit) => unit),
    z: Array.from({ length: units }, (_, unit) => values.map((row) => row[unit] ?? null)),
    zmin: -range,
    zmax: range,
    colorscale: look.scale,
    ygap: 1, // without a gap Plotly blurs the cells of a small map
    hovertemplate: `%{x}, unit %{y}: %{z:.4f}<extra>${state}</extra>`,
  };
  return { data: [map], layout };
}
