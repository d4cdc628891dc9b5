// Passkeys: the button of a form asks the browser for a credential, puts it into the form and sends it.
// The server's options and the answer travel as JSON, in which bytes are written as base64url.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));

function readable({ publicKey: options }) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = withBytes(options.excludeCredentials);
  if (options.allowCredentials) publicKey.allowCredentials = withBytes(options.allowCredentials);
  return { publicKey };
}

function writable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsFor({ optionsId, optionsUrl }) {
  if (optionsId) return JSON.parse(document.getElementById(optionsId).textContent);
  const answer = await fetch(optionsUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()).request_options;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-button]");
  const message = form.querySelector("[data-passkey-message]");
  if (!window.PublicKeyCredential) {
    form.querySelector("[data-passkey-missing]").hidden = false;
    continue;
  }
  form.hidden = false;
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    message.hidden = true;
    button.disabled = true;
    try {
      const options = readable(await optionsFor(button.dataset));
      form.elements.credential.value = writable(await navigator.credentials[button.dataset.passkeyButton](options));
      form.submit();
    } catch (error) {
      const reasons = { NotAllowedError: "refused", InvalidStateError: "known", SecurityError: "address" };
      message.textContent = message.dataset[reasons[error.name] ?? "failed"];
      message.hidden = false;
      button.disabled = false;
    }
  });
}
