// The page in the frame that plots are drawn in. Plotly styles its elements in ways that a strict
// policy forbids, so it gets a page with a policy of its own; figures come as messages.

const place = /** @type {HTMLElement} */ (document.getElementById('plot'));
/** @type {{react: Function}|undefined} */
const plotly = Reflect.get(window, 'Plotly');
place.style.display = 'block';

// The frame has the keyboard while it is pointed at: Escape closes what it stands in.
window.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') parent.postMessage('close', location.origin);
});

window.addEventListener('message', ({ origin, data: figure }) => {
  if (origin !== location.origin) return;
  if (plotly)
    plotly.react(place, figure.data, figure.layout, { responsive: true, displayModeBar: false });
  else place.textContent = 'Plotly did not load; is the server running? Close this and try again.';
});
