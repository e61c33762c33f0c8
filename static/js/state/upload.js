// A file on its way to the server. Only XMLHttpRequest tells how far it is.

/**
 * @param {string} path
 * @param {File} file
 * @param {(share: number) => void} onProgress told how much has been sent, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<{status: number, text: string}>} rejects where there is no answer
 */
export function upload(path, file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener('load', () =>
      resolve({ status: request.status, text: request.responseText }),
    );
    request.addEventListener('error', () => reject(new Error('no answer')));
    signal.addEventListener('abort', () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(file);
  });
}
