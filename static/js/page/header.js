// The buttons beside the name: share, present, the controls of a narrow page, a way to the player.

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {{share: () => Promise<boolean>, present: () => void, help: () => void,
 *   skip: () => void}} does `share` answers whether the link could be copied
 */
export function create(does) {
  const [share, present, controls] = [byId('share'), byId('present'), byId('open-controls')];
  const rest = () => {
    share.textContent = 'Share';
  };
  share.addEventListener('click', async () => {
    share.textContent = (await does.share()) ? 'Link copied' : 'Copy the address';
    setTimeout(rest, 2500);
  });
  share.addEventListener('blur', rest);
  present.addEventListener('click', does.present);
  byId('keys').addEventListener('click', does.help);
  // No link: the hash is the scene's.
  byId('skip').addEventListener('click', does.skip);
  controls.addEventListener('click', () => {
    const isOpen = byId('panel').classList.toggle('is-open');
    controls.setAttribute('aria-expanded', String(isOpen));
  });

  /** @param {import('../types.js').Scene} scene */
  return ({ present: isOn }) => {
    document.body.classList.toggle('is-presenting', Boolean(isOn));
    const label = isOn ? 'End the presentation' : 'Present';
    if (present.textContent !== label) present.textContent = label;
  };
}
